package dev.chatsway.redis.session;

/** The look of the bar. */
public enum Theme implements Wire {
  DARK,
  LIGHT,
  LINE,
  CONTRAST
}
