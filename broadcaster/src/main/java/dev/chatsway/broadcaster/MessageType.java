package dev.chatsway.broadcaster;

/** The kinds of messages, in the order in which waiting ones are sent. */
public enum MessageType {
  /** The first message; offered once. */
  HELLO,
  SETTINGS,
  STATUS,
  /** A value; in the default protocol its absence ({@code degraded}) as well. */
  VALUE,
  /** The last message; offered once, the stream completes after it. */
  BYE
}
