package dev.chatsway.twitch;

import dev.chatsway.session.Tokens;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Binds the redirect back from Twitch to the browser that began the authorization (RFC 6749, section 10.12): a cookie
 * with random bits, an expiry and a purpose, and a {@code state} that only this server can derive from it. Nothing is
 * stored for an abandoned attempt; a used state is stored, so that it is valid once.
 */
final class OAuthState {

  /** The account that is asked for consent. */
  enum Account {
    STREAMER("channel:bot"),
    BOT("user:read:chat user:bot");

    private final String scopes;

    Account(String scopes) {
      this.scopes = scopes;
    }

    /** Separated by spaces. */
    String scopes() {
      return scopes;
    }
  }

  /**
   * An authorization attempt.
   *
   * @param cookie the browser's cookie; useless without the state
   * @param state the value that Twitch returns
   * @param session the session to return to, or null
   */
  record AuthorizationAttempt(
      String cookie,
      String state,
      Account account,
      @Nullable UUID session) {}

  static final Duration LIFETIME = Duration.ofMinutes(10);

  private final String key;
  private final Clock clock;

  OAuthState(String clientSecret, Clock clock) {
    this.key = clientSecret;
    this.clock = clock;
  }

  AuthorizationAttempt begin(Account account, @Nullable UUID session) {
    var ends = clock.instant().plus(LIFETIME).getEpochSecond();
    var cookie =
        Tokens.token() + "." + ends + "." + account + "." + (session == null ? "" : session);
    return new AuthorizationAttempt(cookie, state(cookie), account, session);
  }

  /** The attempt of a browser; empty if cookie and state do not match. */
  Optional<AuthorizationAttempt> continued(String cookie, String state) {
    if (cookie.isEmpty() || !Tokens.equal(state(cookie), state)) {
      return Optional.empty();
    }
    var parts = cookie.split("\\.", -1); // only this server can make its state
    return Optional.of(new AuthorizationAttempt(
        cookie,
        state,
        Account.valueOf(parts[2]),
        parts[3].isEmpty() ? null : UUID.fromString(parts[3])));
  }

  boolean isOver(AuthorizationAttempt way) {
    var ends = Instant.ofEpochSecond(Long.parseLong(way.cookie.split("\\.", -1)[1]));
    return !clock.instant().isBefore(ends);
  }

  private String state(String cookie) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(ConduitManager.hmac(key, "chatsway twitch connect " + cookie));
  }
}
