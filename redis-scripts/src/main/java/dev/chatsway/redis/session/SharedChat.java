package dev.chatsway.redis.session;

/** Whether messages of the other channels of a shared chat count. */
public enum SharedChat implements StringEnum {
  OWN,
  ALL
}
