package dev.chatsway.redis.session;

/** The look of the bar. */
public enum Theme implements StringEnum {
  DARK,
  LIGHT,
  LINE,
  CONTRAST
}
