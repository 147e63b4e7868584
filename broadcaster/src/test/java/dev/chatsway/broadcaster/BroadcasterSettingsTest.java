package dev.chatsway.broadcaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BroadcasterSettingsTest {
  @Test
  void theDefaultsAreThoseOfTheContract() {
    assertThat(BroadcasterSettings.from(ConfigFactory.load()))
        .isEqualTo(new BroadcasterSettings(
            Duration.ofMillis(50),
            Duration.ofMillis(250),
            Duration.ofMillis(4500),
            Duration.ofSeconds(10),
            1_000,
            200,
            12_000,
            Math.max(1, Runtime.getRuntime().availableProcessors() / 4)));
  }

  @Test
  void everyKeyIsMapped() {
    assertThat(from("""
            tick = 20ms
            read-deadline = 100ms
            keep-alive = 2s
            stall-limit = 30s
            max-clients-per-session = 7
            max-clients-per-owner = 17
            max-clients = 70
            shards = 5
            """))
        .isEqualTo(new BroadcasterSettings(
            Duration.ofMillis(20),
            Duration.ofMillis(100),
            Duration.ofSeconds(2),
            Duration.ofSeconds(30),
            7,
            17,
            70,
            5));
  }

  @ParameterizedTest
  @CsvSource({
    "tick, 9ms, is 9 ms; allowed: 10 ms to 1000 ms",
    "tick, 2s, is 2000 ms; allowed: 10 ms to 1000 ms",
    "read-deadline, 49ms, is 49 ms; allowed: 50 ms to 10000 ms",
    "read-deadline, 11s, is 11000 ms; allowed: 50 ms to 10000 ms",
    "keep-alive, 5s, is 5000 ms; allowed: 50 ms to 4750 ms",
    "stall-limit, 999ms, is 999 ms; allowed: 1000 ms to 600000 ms",
    "max-clients-per-session, 0, is 0; allowed: 1 to 1000000",
    "max-clients-per-owner, 0, is 0; allowed: 1 to 1000000",
    "max-clients, 1000001, is 1000001; allowed: 1 to 1000000",
    "shards, 0, is 0; allowed: 1 to 64",
    "shards, many, 'is ''many''; allowed: auto, or 1 to 64'",
  })
  void aValueOutOfRangeIsRefusedByName(String key, String value, String message) {
    assertThatThrownBy(() -> from(key + " = " + value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("chatsway.broadcaster." + key + " " + message);
  }

  @Test
  void durationsAreRoundedUpToTicks() {
    assertThat(Ticks.of(BroadcasterSettings.from(ConfigFactory.load())))
        .isEqualTo(new Ticks(20, 5, 90, 200));
    assertThat(Ticks.of(from("tick = 30ms, read-deadline = 250ms")).readDeadline())
        .isEqualTo(9);
  }

  private static BroadcasterSettings from(String keys) {
    return BroadcasterSettings.from(
        ConfigFactory.parseString("chatsway.broadcaster {\n" + keys + "\n}")
            .withFallback(ConfigFactory.load()));
  }
}
