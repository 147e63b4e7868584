package dev.chatsway.redis.signin;

import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.Reply;
import dev.chatsway.session.Tokens;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * Sign-ins that have left for a provider and are to come back (OpenID Connect Core 1.0, section 3.1.2). Kept in Redis, so
 * that any instance takes the browser back. Each is found only by its browser's secret and its {@code state} together, and
 * only once: what comes back to another browser, or twice, finds nothing and uses nothing up.
 */
public final class SignInAttempts {

  /**
   * What has to be the same, or is needed, when the browser is back.
   *
   * @param nonce which the ID token has to repeat
   * @param verifier whose hash the provider was given (RFC 7636)
   * @param page what the page that began it knows it by; no other site can send a browser back with it
   * @param replaced the id of the browser's sign-in that ends with the new one, or empty
   */
  public record Attempt(String nonce, String verifier, String page, String replaced) {}

  /** How long the way may take. */
  public static final Duration LIFETIME = Duration.ofMinutes(10);

  private static final String KEY = "chatsway:sign-in-attempt:";

  private final RedisCommands calls;

  /** Speaks to Redis through {@code calls}. */
  public SignInAttempts(RedisCommands calls) {
    this.calls = calls;
  }

  /** Keeps one for its lifetime. None of its parts contains a space. */
  public CompletionStage<?> begin(String browser, String state, Attempt attempt) {
    return calls.call(
        "SET",
        new CommandArguments(Command.SET)
            .add(key(browser, state))
            .add(String.join(" ", attempt.nonce, attempt.verifier, attempt.page, attempt.replaced))
            .add("PX")
            .add(LIFETIME.toMillis()));
  }

  /** Takes one out: it is not found again. */
  public CompletionStage<Optional<Attempt>> take(String browser, String state) {
    return calls
        .call("GETDEL", new CommandArguments(Command.GETDEL).add(key(browser, state)))
        .thenApply(reply -> Optional.ofNullable(reply).map(Reply::text).map(text -> {
          String[] parts = text.split(" ", -1);
          return new Attempt(parts[0], parts[1], parts[2], parts[3]);
        }));
  }

  private static String key(String browser, String state) {
    return KEY + Tokens.hash(browser + " " + state);
  }
}
