package dev.chatsway.session;

import java.util.Locale;

/** What of a session can be rotated. */
public enum SecretKind {
  OVERLAY_ID,
  VOTE_TOKEN,
  LINK_TOKEN,
  OWNER_TOKEN,
  WEBHOOK_SECRET,
  CONTROL_TOKEN,
  DECK_TOKEN;

  /** Whether a session has none until it is made, and can be without it again. */
  public boolean isOptional() {
    return this == CONTROL_TOKEN || this == DECK_TOKEN;
  }

  /** The last segment of its path in the session API: {@code overlay-id}, {@code vote-token} … */
  public String path() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
