package dev.chatsway.redis.session;

/** One bar between both sides, or one for each. */
public enum Mode implements StringEnum {
  COMBINED,
  SPLIT
}
