package dev.chatsway.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StandaloneSettingsTest {

  private static final String TOKEN = "hush-".repeat(7);

  @Test
  void theDefaultsAreThoseOfTheContract() {
    assertThat(StandaloneSettings.from(environment(Map.of())))
        .isEqualTo(new StandaloneSettings(
            "127.0.0.1",
            8790,
            OptionalInt.empty(),
            "",
            "",
            Set.of(Role.GATEWAY, Role.INGEST, Role.CHAT),
            Duration.ZERO,
            Path.of("data"),
            "",
            ""));
    assertThat(LogSettings.from(environment(Map.of()))).isEqualTo(new LogSettings("text", "info"));
  }

  @Test
  void everyVariableOfTheContractSetsItsSetting() {
    var sent = new EnumMap<Setting, String>(Map.of(
        Setting.ADMIN_PORT, "81",
        Setting.HOST, "0.0.0.0",
        Setting.PORT, "80",
        Setting.PUBLIC_URL, "https://bar.example.com/",
        Setting.REDIS_URL, "redis://h:1/0",
        Setting.CHATSWAY_ROLES, "ingest",
        Setting.CHATSWAY_DATA, "/var/lib/chatsway",
        Setting.CHATSWAY_ADMIN_TOKEN, TOKEN,
        Setting.LOG_FORMAT, "JSON",
        Setting.LOG_LEVEL, "Debug"));
    sent.put(Setting.WARM_UP, "5s");

    assertThat(StandaloneSettings.from(environment(sent)))
        .isEqualTo(new StandaloneSettings(
            "0.0.0.0",
            80,
            OptionalInt.of(81),
            "https://bar.example.com",
            "redis://h:1/0",
            Set.of(Role.INGEST),
            Duration.ofSeconds(5),
            Path.of("/var/lib/chatsway"),
            "",
            TOKEN));
    assertThat(LogSettings.from(environment(sent))).isEqualTo(new LogSettings("json", "debug"));
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void everyVariableSetsItsKey(Setting setting) {
    assertThat(environment(Map.of(setting, "1")).getString(setting.key())).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "-1", "65536", "80.5", ""})
  void aPortOutOfRangeIsRefused(String port) {
    refused(
        Setting.PORT,
        port,
        "PORT (chatsway.http.port) is \"" + port + "\"; allowed: a whole number from 0 to 65535");
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "0", "65536", "8790"})
  void anAdminPortThatIsNoneOrThePortItselfIsRefused(String port) {
    refused(
        Setting.ADMIN_PORT,
        port,
        "ADMIN_PORT (chatsway.http.admin-port) is \"" + port
            + "\"; allowed: a whole number from 1 to 65535 other than the port, or empty");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bar.example.com",
        "ftp://bar.example.com",
        "https://",
        "https://a/?x=1",
        "https://a#x",
        "https://a/b;c",
        "https://a/../b",
        "https://a//b",
        "a b"
      })
  void aPublicUrlThatIsNoneIsRefused(String url) {
    refused(
        Setting.PUBLIC_URL,
        url,
        "PUBLIC_URL (chatsway.http.public-url) is \"" + url
            + "\"; allowed: an absolute http or https URL");
  }

  @ParameterizedTest
  @CsvSource({
    "HTTPS://Bar.Example.com:443/, https://bar.example.com",
    "https://bar.example.com:8443/Live/bar_1/, https://bar.example.com:8443/Live/bar_1",
    "http://[::1]:80, http://[::1]",
    "http://localhost:8790, http://localhost:8790"
  })
  void aPublicUrlIsKeptAsBrowsersSendIt(String sent, String kept) {
    assertThat(StandaloneSettings.from(environment(Map.of(Setting.PUBLIC_URL, sent)))
            .publicUrl())
        .isEqualTo(kept);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "overlay", "gateway,", "gateway;ingest"})
  void aRoleThatIsNoneIsRefused(String roles) {
    refused(
        Setting.CHATSWAY_ROLES,
        roles,
        "CHATSWAY_ROLES (chatsway.roles) is \"" + roles
            + "\"; allowed: gateway, ingest, chat, or several");
  }

  @ParameterizedTest
  @CsvSource({"HOST,''", "CHATSWAY_DATA,''"})
  void whatCannotBeEmptyIsRefusedEmpty(Setting setting, String sent) {
    refused(setting, sent, setting + " is \"" + sent + "\"; allowed: ");
  }

  @Test
  void howToLogIsCheckedToo() {
    assertThatThrownBy(() -> LogSettings.from(environment(Map.of(Setting.LOG_FORMAT, "xml"))))
        .hasMessage("LOG_FORMAT (chatsway.log.format) is \"xml\"; allowed: text, json");
    assertThatThrownBy(() -> LogSettings.from(environment(Map.of(Setting.LOG_LEVEL, "loud"))))
        .hasMessage(
            "LOG_LEVEL (chatsway.log.level) is \"loud\"; allowed: error, warn, info, debug, trace");
  }

  @Test
  void aRedisOfOthersNeedsATokenThatAllInstancesShare() {
    refused(
        Setting.REDIS_URL,
        "redis://h:1/0",
        "CHATSWAY_ADMIN_TOKEN (chatsway.admin-token) is not set");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hush", "hush-hush-hush-hush-hush-hush-x", "hush hush-hush-hush-hush-hush-hush"})
  void aBadTokenIsRefusedWithoutShowingIt(String token) {
    assertThatThrownBy(
            () -> StandaloneSettings.from(environment(Map.of(Setting.CHATSWAY_ADMIN_TOKEN, token))))
        .hasMessageStartingWith("CHATSWAY_ADMIN_TOKEN (chatsway.admin-token) is \"("
            + token.length()
            + " characters)\"; allowed: at least 32 ASCII characters without white space")
        .message()
        .doesNotContain("hush");
  }

  @Test
  void secretsAreNotPrinted() {
    var settings = StandaloneSettings.from(environment(Map.of(
        Setting.CHATSWAY_ADMIN_TOKEN, TOKEN, Setting.REDIS_URL, "redis://u:hush-password@h:1/0")));

    assertThat(settings.toString()).doesNotContain("hush");
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void aValueWithALineEndIsRefusedByItsVariableAndNotShown(Setting setting) {
    if (setting == Setting.KICK_PUBLIC_KEY) {
      return; // PEM has several lines
    }
    assertThatThrownBy(() -> setting.in(environment(Map.of(setting, "hush\r\n"))))
        .isInstanceOf(IllegalArgumentException.class)
        .extracting(e -> Main.oneLine(String.valueOf(e.getMessage())))
        .isEqualTo(setting
            + " ends with a line break; allowed: the bare value, without surrounding quotes, blanks,"
            + " line breaks or a byte order mark");
  }

  private static void refused(Setting setting, String sent, String message) {
    assertThatThrownBy(() -> StandaloneSettings.from(environment(Map.of(setting, sent))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  /** The configuration as it is when the environment holds exactly these variables. */
  private static Config environment(Map<Setting, String> variables) {
    var named = variables.entrySet().stream()
        .collect(Collectors.toMap(variable -> variable.getKey().name(), Map.Entry::getValue));
    return ConfigFactory.parseResources("application.conf")
        .resolveWith(ConfigFactory.parseMap(named))
        .withFallback(ConfigFactory.defaultReference())
        .resolve();
  }
}
