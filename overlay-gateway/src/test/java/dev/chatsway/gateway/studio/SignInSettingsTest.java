package dev.chatsway.gateway.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SignInSettingsTest {

  @Test
  void theDefaults() {
    assertThat(SignInSettings.from(ConfigFactory.load()))
        .isEqualTo(new SignInSettings(
            false,
            "",
            "",
            URI.create("https://id.twitch.tv/oauth2"),
            Set.of("all"),
            5,
            20,
            240,
            Duration.ofSeconds(10)));
  }

  @Test
  void everyKeyReachesItsSetting() {
    assertThat(settings("""
                { with = twitch, client-id = c, client-secret = hush, twitch-url = "https://id.example/x/", timeout = 2s,
                  allowed = "Some_body, 12345", max-bars = 7, max-channels = 8, max-changes = 9 }"""))
        .isEqualTo(new SignInSettings(
            true,
            "c",
            "hush",
            URI.create("https://id.example/x"),
            Set.of("some_body", "12345"),
            7,
            8,
            9,
            Duration.ofSeconds(2)))
        .asString()
        .doesNotContain("hush");
    assertThat(settings("{ allowed = none }").allowed()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "with = google | with is \"google\"; allowed: twitch, or nothing",
        "with = twitch | with is \"twitch\"; allowed: nothing without TWITCH_CLIENT_ID and TWITCH_CLIENT_SECRET",
        "allowed = \"\" | allowed is \"\"; allowed: all, none, or logins and numbers of Twitch accounts with commas between",
        "allowed = a;b | allowed is \"a;b\"; allowed: all, none, or logins and numbers of Twitch accounts with commas between",
        "max-bars = 0 | max-bars is \"0\"; allowed: 1 to 1000",
        "max-channels = 0 | max-channels is \"0\"; allowed: 1 to 20000",
        "max-changes = 0 | max-changes is \"0\"; allowed: 1 to 1000000",
        "twitch-url = twitch | twitch-url is \"twitch\"; allowed: an absolute https or http URL",
        "timeout = 1ms | timeout is \"1 ms\"; allowed: 100 to 60000 ms"
      })
  void aWrongValueIsNamedWithItsKeyAndWhatIsAllowed(String line, String message) {
    assertThatThrownBy(() -> settings("{ " + line + " }"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("chatsway.gateway.sign-in." + message);
  }

  private static SignInSettings settings(String lines) {
    return SignInSettings.from(ConfigFactory.parseString("chatsway.gateway.sign-in " + lines)
        .withFallback(ConfigFactory.load()));
  }
}
