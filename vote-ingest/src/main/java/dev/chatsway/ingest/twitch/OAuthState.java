package dev.chatsway.ingest.twitch;

import dev.chatsway.session.Tokens;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What binds the way back from Twitch to the browser that set out (RFC 6749, section 10.12): a cookie with random bits, an end
 * and a purpose, and a {@code state} that only we can make of that cookie. Nothing is kept for a way that nobody comes back
 * from; that a state is good once is kept when it is used.
 */
final class OAuthState {

  /** Who is asked for a consent. */
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
   * A way that was set out on.
   *
   * @param cookie what the browser keeps; it tells nobody anything who has not the state too
   * @param state what Twitch hands back
   * @param session to go back to, or null
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

  /** The way that a browser is on; empty if the two do not belong together. */
  Optional<AuthorizationAttempt> continued(String cookie, String state) {
    if (cookie.isEmpty() || !Tokens.equal(state(cookie), state)) {
      return Optional.empty();
    }
    var parts = cookie.split("\\.", -1); // ours: nobody else can make its state
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
