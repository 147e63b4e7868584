package dev.chatsway.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.chatsway.redis.topology.Connector;
import dev.chatsway.redis.topology.RedisUrl;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RedisSettingsTest {

  @Test
  void defaults() {
    assertThat(RedisSettings.from(config("url = \"redis://127.0.0.1\"")))
        .isEqualTo(new RedisSettings(
            new Connector(
                RedisUrl.parse("redis://127.0.0.1:6379"),
                "",
                Duration.ofSeconds(1),
                Duration.ofSeconds(1)),
            false,
            Duration.ofMillis(150),
            Duration.ofMillis(1500),
            8192,
            256,
            250));
  }

  @ParameterizedTest
  @CsvSource({
    "connect-timeout, 0ms",
    "read-timeout, 2m",
    "node-patience, 0ms",
    "call-timeout, 0ms",
    "call-queue, 0",
    "call-batch, 10001",
    "read-chunk, 1001",
  })
  void whatIsOutOfRangeIsRefusedByKeyAndRange(String key, String value) {
    var config = config("url = \"redis://127.0.0.1\", " + key + " = " + value);

    assertThatThrownBy(() -> RedisSettings.from(config))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("chatsway.redis." + key)
        .hasMessageContaining("is not within");
  }

  @Test
  void replicasAreReadFromAndSentinelsAreAskedAsTheConfigurationSays() {
    var settings = RedisSettings.from(
        config("url = \"redis+sentinel://h/m\", sentinel-password = s3cret, read-from = replica"));

    assertThat(settings.readReplicas()).isTrue();
    assertThat(settings.connector().sentinelPassword()).isEqualTo("s3cret");
    assertThat(settings.toString()).doesNotContain("s3cret");
  }

  @Test
  void aServerToReadFromThatDoesNotExistIsRefused() {
    assertThatThrownBy(
            () -> RedisSettings.from(config("url = \"redis://127.0.0.1\", read-from = nearest")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("chatsway.redis.read-from", "nearest", "primary, replica");
  }

  private static Config config(String keys) {
    return ConfigFactory.parseString("chatsway.redis { " + keys + " }")
        .withFallback(ConfigFactory.defaultReference());
  }
}
