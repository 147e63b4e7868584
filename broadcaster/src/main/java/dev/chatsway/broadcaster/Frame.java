package dev.chatsway.broadcaster;

/** One encoded message, made once and shared by every client it goes to. Immutable. */
public interface Frame {
  /** The message as JSON. */
  String text();
}
