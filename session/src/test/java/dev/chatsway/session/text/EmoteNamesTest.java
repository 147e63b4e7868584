package dev.chatsway.session.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.chatsway.session.Match;
import dev.chatsway.session.text.TriggerMatcher.MatchResult;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EmoteNamesTest {

  @ParameterizedTest
  @CsvSource({
    "[emote:37226:KEKW], FOR",
    "[emote:37226:KEKW][emote:37226:KEKW], FOR",
    "[emote:37226:KEKW] [emote:1:kekw]!, FOR",
    "[emote:1:NOPE], AGAINST",
    "[emote:37226:KEKW] hm, NO_VOTE",
    "[emote:37226:], NO_VOTE",
    "[emote:x:KEKW], NO_VOTE",
    "<:KEKW:1234>, FOR",
    "<a:KEKW:1234><a:KEKW:1234>, FOR",
    ":kekw:, FOR",
    ":KEKW::KEKW: :KEKW:, FOR",
    "：KEKW：, FOR",
    "@ann :nope:!, AGAINST",
    "KEKW:, FOR",
    "x:KEKW:, NO_VOTE",
    "<:KEKW>, NO_VOTE",
  })
  void anEmoteIsItsName(String text, MatchResult verdict) {
    var triggers = new TriggerMatcher(List.of("KEKW"), List.of(":nope:"), Match.EXACT);
    assertThat(triggers.match(text)).isEqualTo(verdict);
  }

  @Test
  void aTimeIsNoEmote() {
    assertThat(TextNormalizer.normalize("12:30:15")).isEqualTo("12:30:15");
  }

  @Test
  void aLongTextOfHalfEmotesIsReadAtOnce() {
    for (var piece : List.of(
        "[emote:1:",
        "[emote:1:a",
        "[emote:",
        "[",
        "[emote:" + "1".repeat(30),
        "<a:b:1",
        ":a ",
        ":a")) {
      var text = piece.repeat(200_000 / piece.length());
      assertTimeoutPreemptively(
          Duration.ofSeconds(2), () -> assertThat(EmoteNames.replace(text)).isNotEmpty());
    }
  }
}
