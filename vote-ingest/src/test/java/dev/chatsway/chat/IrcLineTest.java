package dev.chatsway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IrcLineTest {

  @Test
  void aLineOfChatHasTagsACommandAndAText() {
    assertThat(IrcLine.parse(
            "@badge-info=;id=1-2;user-id=7 :a!a@a.tmi.twitch.tv PRIVMSG #b :yes : no"))
        .isEqualTo(
            new IrcLine(Map.of("id", "1-2", "user-id", "7"), "PRIVMSG", List.of("#b", "yes : no")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a\\:b|a;b",
        "a\\sb|a b",
        "a\\\\b|a\\b",
        "a\\bc|abc",
        "a\\|a",
        "\\\\s|\\s",
        "a=b|a=b",
      })
  void anEscapedTagMeansWhatItMeant(String escaped, String meant) {
    assertThat(IrcLine.parse("@x=" + escaped + " PING").tags()).isEqualTo(Map.of("x", meant));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "@", "@a", "@a=b", ":", ":a", "@a=b :c", "@;=; :", "PRIVMSG"})
  void aLineThatMakesNoSenseIsHarmless(String line) {
    assertThat(ChatMessages.parse(IrcLine.parse(line))).isEmpty();
    assertThat(IrcLine.parse(line).channel()).isEmpty();
  }
}
