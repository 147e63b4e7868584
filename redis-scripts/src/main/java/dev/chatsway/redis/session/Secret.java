package dev.chatsway.redis.session;

import java.util.Locale;

/** What of a session can be rotated. */
public enum Secret {
  OVERLAY_ID,
  VOTE_TOKEN,
  LINK_TOKEN,
  OWNER_TOKEN,
  WEBHOOK_SECRET;

  /** The last segment of its path in the session API: {@code overlay-id}, {@code vote-token} … */
  public String path() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
