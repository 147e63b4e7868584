package dev.chatsway.gateway;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatsway.redis.Calls;
import dev.chatsway.redis.RedisServer;
import dev.chatsway.redis.session.Sessions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AccessTest {

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void anEmptyAdminTokenWouldOpenEverythingToEverybody(String token) {
    try (RedisServer redis = RedisServer.start();
        Calls calls = redis.calls()) {
      var sessions = new Sessions(calls);
      assertThatThrownBy(() -> new Access(token, sessions))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the admin token is empty");
    }
  }
}
