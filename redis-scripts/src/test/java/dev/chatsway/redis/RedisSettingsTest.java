package dev.chatsway.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RedisSettingsTest {

  @Test
  void defaults() {
    assertThat(RedisSettings.from(config("url = \"redis://127.0.0.1\"")))
        .isEqualTo(new RedisSettings(
            new RedisNode("127.0.0.1", 6379, null, null, 0, false),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofMillis(1500),
            8192,
            256,
            250));
  }

  @ParameterizedTest
  @CsvSource({
    "connect-timeout, 0ms",
    "read-timeout, 2m",
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
  void aUrlNamesEverythingAndItsPasswordIsNeverShown() {
    RedisNode node = RedisNode.parse("rediss://me:s3cret@redis.example:6380/2");

    assertThat(node).isEqualTo(new RedisNode("redis.example", 6380, "me", "s3cret", 2, true));
    assertThat(node.toString()).isEqualTo("redis.example:6380");
  }

  @ParameterizedTest
  @CsvSource({
    "http://x/0",
    "redis:///0",
    "redis://:s3cret@host:port:x/0",
    "redis://:s3cret@host/one"
  })
  void aUrlOfAnotherFormIsRefusedWithoutRepeatingThePassword(String url) {
    assertThatThrownBy(() -> RedisNode.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("REDIS_URL")
        .hasMessageNotContaining("s3cret");
  }

  private static Config config(String keys) {
    return ConfigFactory.parseString("chatsway.redis { " + keys + " }")
        .withFallback(ConfigFactory.defaultReference());
  }
}
