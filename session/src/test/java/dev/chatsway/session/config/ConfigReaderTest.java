package dev.chatsway.session.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigReaderTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void whatIsInRangeIsRead() {
    assertThat(reader("a word").text("key")).isEqualTo("a word");
    assertThat(reader("").text("key")).isEmpty();
    assertThat(reader("0123456789").secret("key", 10, 100)).isEqualTo("0123456789");
    assertThat(reader("7").integer("key", 1, 7)).isEqualTo(7);
    assertThat(reader("8 KiB").bytes("key", 1, 8_192)).isEqualTo(8_192);
    assertThat(reader("2s").duration("key", SECOND, MINUTE)).isEqualTo(Duration.ofSeconds(2));
    assertThat(reader("https://a.example/").url("key", "http", "https"))
        .contains(URI.create("https://a.example"));
    assertThat(reader("").url("key", "http", "https")).isEmpty();
    assertThat(reader("-----BEGIN\r\nabc\r\n-----END\r\n").lines("key"))
        .isEqualTo("-----BEGIN\r\nabc\r\n-----END");
  }

  @ParameterizedTest
  @CsvSource({"8", "0", "many", "1.5", "''"})
  void aNumberOutOfRangeIsOneSentence(String sent) {
    refused(
        () -> reader(sent).integer("key", 1, 7),
        "chatsway.part.key is \"" + sent + "\"; allowed: 1 to 7");
  }

  @Test
  void aTimeASizeAndAUrlOutOfRangeAreOneSentence() {
    refused(
        () -> reader("2m").duration("key", SECOND, MINUTE),
        "chatsway.part.key is \"120000 ms\"; allowed: 1000 to 60000 ms");
    refused(
        () -> reader("soon").duration("key", SECOND, MINUTE),
        "chatsway.part.key is \"soon\"; allowed: 1000 to 60000 ms");
    refused(
        () -> reader("1 MiB").bytes("key", 1, 8_192),
        "chatsway.part.key is \"1048576 bytes\"; allowed: 1 to 8192 bytes");
    refused(
        () -> reader("ftp://a").url("key", "http", "https"),
        "chatsway.part.key is \"ftp://a\"; allowed: an absolute http or https URL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hush-hush", "hush hush-hush", "hush-húsh-hush"})
  void aSecretThatIsNotAllowedIsNotShown(String sent) {
    assertThatThrownBy(() -> reader(sent).secret("key", 10, 100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("chatsway.part.key is \"(" + sent.length() + " characters)\"")
        .message()
        .doesNotContain("hush");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "hush\\n|ends with a line break",
        "hush\\r\\n|ends with a line break",
        "hush\\r|ends with a line break",
        "\\uFEFFhush|starts with a byte order mark",
        " hush|has surrounding blanks",
        "hush |has surrounding blanks",
        "hush\\u00A0|has surrounding blanks",
        "hush\\u200B|has surrounding blanks",
        "\\thush|contains a control character",
        "hu\\nsh|contains a control character",
        "\\u0000hush|contains a control character",
        "\"hush\"|has surrounding quotes",
        "'hush'|has surrounding quotes",
        "`hush`|has surrounding quotes"
      })
  void whatAFileOrAShellLeftAroundAValueIsRefusedWithoutShowingIt(String escaped, String flaw) {
    var sent = escaped
        .replace("\\uFEFF", "\uFEFF")
        .replace("\\u00A0", "\u00A0")
        .replace("\\u200B", "\u200B")
        .replace("\\u0000", "\u0000")
        .translateEscapes();

    refused(
        () -> reader(sent).text("key"),
        "chatsway.part.key " + flaw
            + "; allowed: the bare value, without surrounding quotes, blanks, line breaks or a byte order mark");
  }

  private static void refused(Runnable read, String message) {
    assertThatThrownBy(read::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  private static ConfigReader reader(String value) {
    return ConfigReader.at(
        ConfigFactory.parseMap(Map.of("chatsway.part.key", value)), "chatsway.part");
  }
}
