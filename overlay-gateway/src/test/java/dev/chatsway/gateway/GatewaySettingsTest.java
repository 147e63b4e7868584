package dev.chatsway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.chatsway.http.ConnectionLimits;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GatewaySettingsTest {

  @Test
  void theDefaults() {
    assertThat(GatewaySettings.from(ConfigFactory.load()))
        .isEqualTo(new GatewaySettings(
            new ConnectionLimits(
                16_384,
                8 << 10,
                4_096,
                64 << 20,
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                4 << 20),
            64 << 10,
            Duration.ofSeconds(10),
            Duration.ofSeconds(2)));
  }

  @Test
  void everyKeyReachesItsSetting() {
    assertThat(settings("""
            max-connections = 1
            send-buffer = 2KiB
            backlog = 3
            unread-answers = 4MiB
            head-timeout = 40ms
            idle-timeout = 50ms
            ping-interval = 60ms
            socket-input = 3KiB
            body-limit = 7KiB
            body-timeout = 800ms
            register-timeout = 90ms
            """))
        .isEqualTo(new GatewaySettings(
            new ConnectionLimits(
                1,
                2_048,
                3,
                4 << 20,
                Duration.ofMillis(40),
                Duration.ofMillis(50),
                Duration.ofMillis(60),
                3_072),
            7_168,
            Duration.ofMillis(800),
            Duration.ofMillis(90)));
  }

  @ParameterizedTest
  @CsvSource({
    "max-connections, 1, 1000000",
    "send-buffer, 1024, 16777216",
    "backlog, 1, 1048576",
    "unread-answers, 1MiB, 1TiB",
    "body-limit, 1024, 16777216",
    "head-timeout, 10ms, 600000ms",
    "idle-timeout, 10ms, 3600000ms",
    "ping-interval, 10ms, 600000ms",
    "socket-input, 1024, 1073741824",
    "body-timeout, 100ms, 600000ms",
    "register-timeout, 10ms, 60000ms"
  })
  void theEndsOfARangeAreAllowed(String key, String least, String most) {
    settings(key + " = " + least);
    settings(key + " = " + most);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          max-connections  | 0         | 0 is not within 1 to 1000000
          max-connections  | 1000001   | 1000001 is not within 1 to 1000000
          send-buffer      | 1023      | 1023 bytes is not within 1024 to 16777216
          send-buffer      | 16777217  | 16777217 bytes is not within 1024 to 16777216
          send-buffer      | 4GiB      | 4294967296 bytes is not within 1024 to 16777216
          backlog          | 0         | 0 is not within 1 to 1048576
          backlog          | 1048577   | 1048577 is not within 1 to 1048576
          unread-answers   | 1048575   | 1048575 bytes is not within 1048576 to 1099511627776
          unread-answers   | 2TiB      | 2199023255552 bytes is not within 1048576 to 1099511627776
          body-limit       | 1023      | 1023 bytes is not within 1024 to 16777216
          body-limit       | 16777217  | 16777217 bytes is not within 1024 to 16777216
          head-timeout     | 9ms       | 9 ms is not within 10 to 600000
          head-timeout     | 600001ms  | 600001 ms is not within 10 to 600000
          idle-timeout     | 9ms       | 9 ms is not within 10 to 3600000
          idle-timeout     | 3600001ms | 3600001 ms is not within 10 to 3600000
          ping-interval    | 9ms       | 9 ms is not within 10 to 600000
          ping-interval    | 600001ms  | 600001 ms is not within 10 to 600000
          socket-input     | 1023      | 1023 bytes is not within 1024 to 1073741824
          socket-input     | 2GiB      | 2147483648 bytes is not within 1024 to 1073741824
          body-timeout     | 99ms      | 99 ms is not within 100 to 600000
          body-timeout     | 600001ms  | 600001 ms is not within 100 to 600000
          register-timeout | 9ms       | 9 ms is not within 10 to 60000
          register-timeout | 60001ms   | 60001 ms is not within 10 to 60000
          """)
  void whatIsOutOfRangeIsRefusedByKeyValueAndRange(String key, String value, String message) {
    assertThatThrownBy(() -> settings(key + " = " + value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("chatsway.gateway." + key + ": " + message);
  }

  private static GatewaySettings settings(String lines) {
    return GatewaySettings.from(ConfigFactory.parseString("chatsway.gateway {\n" + lines + "\n}")
        .withFallback(ConfigFactory.load()));
  }
}
