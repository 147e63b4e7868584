package dev.chatsway.twitch;

/** Twitch did not do what we asked it for: one sentence for a person, without any secret. */
final class TwitchException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TwitchException(String sentence) {
    super(sentence);
  }

  /** What to tell a person of a failure: ours in full, anything else by its name. */
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
