package dev.chatsway.session;

import java.util.Locale;

/** The secrets of a session that can be rotated. */
public enum SecretKind {
  OVERLAY_ID,
  VOTE_TOKEN,
  LINK_TOKEN,
  OWNER_TOKEN,
  WEBHOOK_SECRET,
  CONTROL_TOKEN,
  DECK_TOKEN;

  /** Whether it is optional: a session has none until one is created, and can drop it again. */
  public boolean isOptional() {
    return this == CONTROL_TOKEN || this == DECK_TOKEN;
  }

  /** The last segment of its path in the session API: {@code overlay-id}, {@code vote-token} … */
  public String path() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
