package dev.chatsway.broadcaster;

/** Fails the stream of a client that took nothing for too long, or whose Broadcaster ended. Carries no stack trace. */
public final class ClientDisconnectedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ClientDisconnectedException(String message) {
    super(message, null, false, false);
  }
}
