package dev.chatsway.twitch;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The app access token (RFC 6749, section 4.4). It is kept in memory only, requested once for all concurrent callers, and
 * again when it is about to expire or Twitch has refused it.
 */
final class AppToken {

  private record Token(String value, long endsNanos) {}

  /** With less left than this, a token is not used for another call. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private final TwitchSettings settings;
  private final TwitchHttp http;

  // guarded by this; the first caller that finds no usable token requests one
  private CompletableFuture<Token> current = none("not asked yet");

  AppToken(TwitchSettings settings, TwitchHttp http) {
    this.settings = settings;
    this.http = http;
  }

  /** The token; fails with a {@link TwitchException}. */
  synchronized CompletionStage<String> get() {
    if (current.isDone() && !isUsable(current)) {
      current = ask().toCompletableFuture();
    }
    return current.thenApply(Token::value);
  }

  /** Twitch has answered 401 to this one. */
  synchronized void refused(String value) {
    if (current.isDone() && isUsable(current) && current.join().value.equals(value)) {
      current = none("the app token was refused");
    }
  }

  private static CompletableFuture<Token> none(String why) {
    return CompletableFuture.failedFuture(new TwitchException(why));
  }

  private static boolean isUsable(CompletableFuture<Token> known) {
    return !known.isCompletedExceptionally() && known.join().endsNanos - System.nanoTime() > 0;
  }

  private CompletionStage<Token> ask() {
    var form = Form.of(
        "client_id", settings.clientId(),
        "client_secret", settings.clientSecret(),
        "grant_type", "client_credentials");
    var request = HttpRequest.newBuilder(URI.create(settings.auth() + "/token"))
        .timeout(settings.timeout())
        .header("Content-Type", Form.TYPE)
        .POST(BodyPublishers.ofString(form))
        .build();
    return http.send("token", request, settings.patience()).thenApply(AppToken::read);
  }

  private static Token read(TwitchHttp.Answer answer) {
    var value = answer.body().path("access_token").asString("");
    if (!answer.isOk() || value.isEmpty()) {
      throw new TwitchException(
          "Twitch refused an app token for TWITCH_CLIENT_ID and TWITCH_CLIENT_SECRET: "
              + answer.words());
    }
    var lifetime = Duration.ofSeconds(answer.body().path("expires_in").asLong(3_600));
    return new Token(value, System.nanoTime() + lifetime.minus(MARGIN).toNanos());
  }
}
