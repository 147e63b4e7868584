package dev.chatsway.session;

/** Redis did not answer, answered too late, or refused for a reason of its own: nothing is known to have changed. */
public final class StoreUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Says why, in words for an operator. */
  public StoreUnavailableException(String message) {
    super(message);
  }

  /** Says why, with what was caught. */
  public StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
