package dev.chatsway.twitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TwitchSettingsTest {

  private static final String ALL =
      "chatsway.ingest { eventsub.secret = 1234567890, twitch { client-id = c, client-secret = hush, bot-user-id = 7 } }";

  private static TwitchSettings with(String overrides, String publicUrl) {
    return TwitchSettings.from(
        ConfigFactory.parseString(overrides).withFallback(ConfigFactory.load()).resolve(),
        publicUrl);
  }

  @Test
  void theseAreTheDefaults() {
    assertThat(with("", ""))
        .isEqualTo(new TwitchSettings(
            "",
            "",
            "",
            "",
            "",
            URI.create("https://api.twitch.tv/helix"),
            URI.create("https://id.twitch.tv/oauth2"),
            Duration.ofSeconds(2),
            Duration.ofMinutes(10),
            Duration.ofSeconds(15),
            Duration.ofSeconds(10),
            new RetryPolicy(Duration.ofSeconds(1), Duration.ofMinutes(1), 5)));
  }

  @Test
  void everyKeyIsRead() {
    var config = ALL
        + "\nchatsway.ingest.twitch { api-url = \"http://a/helix/\", auth-url = \"http://b/auth\","
        + " poll = 1s, interval = 2m, lease = 3s, timeout = 4s, patience { least = 5ms, most = 6s, tries = 7 } }";
    assertThat(with(config, "https://p"))
        .isEqualTo(new TwitchSettings(
            "c",
            "hush",
            "7",
            "1234567890",
            "https://p",
            URI.create("http://a/helix"),
            URI.create("http://b/auth"),
            Duration.ofSeconds(1),
            Duration.ofMinutes(2),
            Duration.ofSeconds(3),
            Duration.ofSeconds(4),
            new RetryPolicy(Duration.ofMillis(5), Duration.ofSeconds(6), 7)));
  }

  @Test
  void whatIsMissingIsNamedAndWhatHasOtherUsesDoesNotAskForIt() {
    assertThat(with("", "https://p").isWanted()).isFalse();
    assertThat(with("chatsway.ingest.eventsub.secret = 1234567890", "https://p").isWanted())
        .isFalse();

    var some = with("chatsway.ingest.twitch.client-id = c", "https://p");
    assertThat(some.isWanted()).isTrue();
    assertThat(some.missing())
        .containsExactly("TWITCH_CLIENT_SECRET", "TWITCH_BOT_USER_ID", "TWITCH_EVENTSUB_SECRET");
    assertThat(with(ALL, "").missing()).containsExactly("PUBLIC_URL");
    assertThat(with(ALL, "https://p").missing()).isEmpty();
  }

  @Test
  void anAddressThatTwitchCannotDeliverToIsRefused() {
    assertThatThrownBy(() -> with(ALL, "http://p"))
        .hasMessageStartingWith(
            "chatsway.http.public-url: http://p cannot receive Twitch's webhooks");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bot-user-id | somebody | somebody is not the user id of a Twitch account, which is a number",
        "client-id | a b | a b is not ASCII without white space",
        "client-secret | h ush | (hidden) is not ASCII without white space",
        "api-url | twitch | twitch is not an absolute http or https URL",
        "auth-url | ftp://x | ftp://x is not an absolute http or https URL",
        "poll | 1ms | 1 is not within 10 to 60000 ms",
        "interval | 1ms | 1 is not within 1000 to 86400000 ms",
        "lease | 1ms | 1 is not within 500 to 300000 ms",
        "lease | 5s | 5000 ms is not at least three times poll, by which it is renewed",
        "timeout | 1ms | 1 is not within 100 to 60000 ms",
        "patience.least | 0 | 0 is not within 1 to 60000 ms",
        "patience.most | 0 | 0 is not within 1 to 3600000 ms",
        "patience.tries | 0 | 0 is not within 1 to 20",
      })
  void aWrongValueIsNamedWithItsKeyAndWhatIsAllowed(String key, String value, String message) {
    assertThatThrownBy(() -> with("chatsway.ingest.twitch." + key + " = \"" + value + "\"", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("chatsway.ingest.twitch." + key + ": " + message);
  }

  @Test
  void secretsAreNeverPrinted() {
    assertThat(with(ALL, "https://p"))
        .asString()
        .doesNotContain("hush")
        .doesNotContain("1234567890");
  }
}
