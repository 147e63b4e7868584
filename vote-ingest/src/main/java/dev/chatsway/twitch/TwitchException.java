package dev.chatsway.twitch;

/** A call to Twitch failed; the message is a sentence for people, without secrets. */
final class TwitchException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TwitchException(String sentence) {
    super(sentence);
  }

  /** The message of a failure for people: that of this exception in full, any other by its class name. */
  static String sentence(Throwable failure) {
    var cause = failure;
    while (cause instanceof java.util.concurrent.CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof TwitchException
            || cause instanceof dev.chatsway.session.StoreUnavailableException
        ? String.valueOf(cause.getMessage())
        : cause.getClass().getSimpleName();
  }
}
