package dev.chatsway.gateway.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StudioSettingsTest {

  @Test
  void theDefaults() {
    assertThat(StudioSettings.from(ConfigFactory.load()))
        .isEqualTo(
            new StudioSettings("", Duration.ofHours(1), Duration.ofHours(12), Duration.ofDays(30)));
  }

  @Test
  void everyKeyReachesItsSetting() {
    assertThat(
            settings(
                "{ sign-in-code = abc, sign-in-code-lifetime = 2s, sign-in-idle = 4m, cookie-lifetime = 3m }"))
        .isEqualTo(new StudioSettings(
            "abc", Duration.ofSeconds(2), Duration.ofMinutes(4), Duration.ofMinutes(3)))
        .hasToString("StudioSettings[PT2S, PT4M, PT3M]");
  }

  @ParameterizedTest
  @CsvSource({
    "sign-in-code-lifetime, 0s, 0 s is not within 1 to 86400",
    "sign-in-code-lifetime, 86401s, 86401 s is not within 1 to 86400",
    "sign-in-idle, 59s, 59 s is not within 60 to 34560000",
    "cookie-lifetime, 59s, 59 s is not within 60 to 34560000",
    "cookie-lifetime, 401d, 34646400 s is not within 60 to 34560000"
  })
  void whatIsOutOfRangeIsRefusedByKeyValueAndRange(String key, String value, String message) {
    assertThatThrownBy(() -> settings("{ " + key + " = " + value + " }"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("chatsway.gateway.studio." + key + ": " + message);
  }

  private static StudioSettings settings(String lines) {
    return StudioSettings.from(ConfigFactory.parseString("chatsway.gateway.studio " + lines)
        .withFallback(ConfigFactory.load()));
  }
}
