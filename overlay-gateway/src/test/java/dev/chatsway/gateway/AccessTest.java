package dev.chatsway.gateway;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.chatsway.gateway.studio.Accounts;
import dev.chatsway.gateway.studio.CookieAuthenticator;
import dev.chatsway.gateway.studio.SignInSettings;
import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.RedisServer;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.redis.signin.Owners;
import dev.chatsway.redis.signin.SignIns;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AccessTest {

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void anEmptyAdminTokenWouldOpenEverythingToEverybody(String token) {
    try (RedisServer redis = RedisServer.start();
        RedisCommands calls = redis.calls()) {
      var sessions = new Sessions(calls);
      var signIns = new SignIns(calls, Duration.ofHours(1), Duration.ofDays(1));
      var accounts = new Accounts(
          SignInSettings.from(ConfigFactory.load()), sessions, new Owners(calls), signIns);
      var studio = new CookieAuthenticator(token, signIns, sessions, accounts, () -> "");
      assertThatThrownBy(() -> new Access(token, sessions, studio))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the admin token is empty");
    }
  }
}
