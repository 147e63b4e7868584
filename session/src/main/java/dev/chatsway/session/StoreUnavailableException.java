package dev.chatsway.session;

/** Redis did not answer, answered too late, or refused: it is unknown whether anything changed. */
public final class StoreUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Takes the reason, in words for an operator. */
  public StoreUnavailableException(String message) {
    super(message);
  }

  /** Takes the reason, in words for an operator, and the cause. */
  public StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
