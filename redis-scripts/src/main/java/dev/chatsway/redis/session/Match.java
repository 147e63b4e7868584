package dev.chatsway.redis.session;

/** Whether a text must be a trigger and nothing else, or may begin with one. */
public enum Match implements StringEnum {
  EXACT,
  LEADING
}
