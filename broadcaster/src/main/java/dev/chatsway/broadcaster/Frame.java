package dev.chatsway.broadcaster;

/** An encoded message, made once and shared by all clients that it goes to. Immutable. */
public interface Frame {
  /** The message as JSON. */
  String text();
}
