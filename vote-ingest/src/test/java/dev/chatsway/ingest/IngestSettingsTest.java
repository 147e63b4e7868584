package dev.chatsway.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.chatsway.http.Rate;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IngestSettingsTest {

  private static IngestSettings with(String overrides) {
    return IngestSettings.from(
        ConfigFactory.parseString(overrides).withFallback(ConfigFactory.load()).resolve());
  }

  @Test
  void theseAreTheDefaults() {
    assertThat(with(""))
        .isEqualTo(new IngestSettings(
            "",
            "",
            "",
            Optional.empty(),
            Duration.ofMinutes(1),
            256 * 1024,
            Duration.ofSeconds(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            2 * 1024 * 1024,
            new Rate(5_000, 30_000),
            Duration.ofSeconds(1),
            10_000,
            ""));
  }

  @Test
  void everyKeyIsRead() {
    var config =
        "chatsway.ingest { eventsub { secret = 1234567890, second-secret = 0123456789 }, kick.public-key = \"\"\""
            + Sender.kickPublicKeyPem()
            + "\"\"\", kick.public-key-rest = 7s, max-body = 1k, body-timeout = 1s, timestamps { max-age = 2s, max-ahead = 3s, bot-max-skew = 4s }, bot-budget = 8 KiB, owner-votes = 7,"
            + " session-cache { ttl = 5ms, max-entries = 6 }, link.reply = \"{status}\" }";
    assertThat(with(config))
        .isEqualTo(new IngestSettings(
            "1234567890",
            "0123456789",
            Sender.kickPublicKeyPem(),
            Optional.empty(),
            Duration.ofSeconds(7),
            1_024,
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(3),
            Duration.ofSeconds(4),
            8_192,
            new Rate(70, 420),
            Duration.ofMillis(5),
            6,
            "{status}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "eventsub.secret | short | (hidden) is not 10 to 100 ASCII characters, or empty",
        "eventsub.second-secret | short | (hidden) is not 10 to 100 ASCII characters, or empty",
        "eventsub.secret | sécrét-sécrét | (hidden) is not 10 to 100 ASCII characters, or empty",
        "kick.public-key | hello | hello is not an RSA public key in PEM, or empty",
        "kick.public-key-url | ftp://k | ftp://k is not an http or https URL, or empty",
        "kick.public-key-url | no url | no url is not an http or https URL, or empty",
        "kick.public-key-rest | 2h | 7200000 is not within 0 to 3600000 ms",
        "max-body | 1 | 1 is not within 1024 to 8388608 bytes",
        "body-timeout | 1ms | 1 is not within 100 to 60000 ms",
        "timestamps.max-age | 15m | 900000 is not within 1000 to 840000 ms",
        "timestamps.max-ahead | 2m | 120000 is not within 0 to 60000 ms",
        "timestamps.bot-max-skew | 8m | 480000 is not within 1000 to 420000 ms",
        "owner-votes | 0 | 0 is not within 1 to 100000 votes a second",
        "session-cache.ttl | 2s | 2000 is not within 0 to 1000 ms",
        "session-cache.max-entries | 0 | 0 is not within 1 to 10000000 entries",
      })
  void aWrongValueIsNamedWithItsKeyAndWhatIsAllowed(String key, String value, String message) {
    assertThatThrownBy(() -> with("chatsway.ingest." + key + " = \"" + value + "\""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("chatsway.ingest." + key + ": " + message);
  }

  @Test
  void kicksKeyIsGivenOrFetchedAndNotBoth() {
    assertThat(with("chatsway.ingest.kick.public-key-url = \"https://kick.example/key\"")
            .kickPublicKeyUrl())
        .contains(URI.create("https://kick.example/key"));
    assertThatThrownBy(() -> with("chatsway.ingest.kick { public-key-url = \"https://k.example\","
            + " public-key = \"\"\"" + Sender.kickPublicKeyPem() + "\"\"\" }"))
        .hasMessage("chatsway.ingest.kick.public-key-url: https://k.example is not needed:"
            + " chatsway.ingest.kick.public-key is set too; set only one of them");
  }

  @Test
  void aReplyIsShort() {
    assertThatThrownBy(() -> with("chatsway.ingest.link.reply = " + "x".repeat(401)))
        .hasMessageStartingWith("chatsway.ingest.link.reply: ")
        .hasMessageEndingWith("is not up to 400 characters");
  }

  @Test
  void theSecretIsNeverPrinted() {
    assertThat(with("chatsway.ingest.eventsub.secret = do-not-tell-anyone"))
        .asString()
        .doesNotContain("anyone");
  }
}
