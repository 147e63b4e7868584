package dev.chatsway.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.session.ChatCommand.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ChatCommandTest {

  @ParameterizedTest
  @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
      !bar open Jump? 60              | Jump?                   | 60
      !BAR Open  Jump   or stay?  90s | Jump or stay?           | 90
      !bar open                       | -                       | 0
      !bar open 30                    | -                       | 30
      !bar open Jump?                 | Jump?                   | 0
      !bar open Was 2000 better?      | Was 2000 better?        | 0
      !bar open Since 9999            | Since 9999              | 0
      !bar open Jump? 0               | Jump? 0                 | 0
      """)
  void aRoundIsOpenedWithAQuestionAndSeconds(String line, String question, int seconds) {
    var command = ChatCommand.parse(line).orElseThrow();

    assertThat(command.kind()).isEqualTo(Kind.OPEN);
    assertThat(command.round().words().question()).isEqualTo(question);
    assertThat(command.round().seconds()).isEqualTo(seconds);
    assertThat(command.round().resultSeconds()).isEqualTo(10);
  }

  @Test
  void whatChatClientsPutBehindALineIsNoPartOfIt() {
    assertThat(ChatCommand.parse("!bar close \uDB40\uDC00").map(ChatCommand::kind))
        .contains(Kind.CLOSE);
    assertThat(ChatCommand.parse(" !bar reset").map(ChatCommand::kind)).contains(Kind.RESET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!bar",
        "!bar ",
        "!barn open",
        "bar open",
        "hey !bar open",
        "!bar opens x",
        "!bar close now",
        "!bar vote yes",
        ""
      })
  void anythingElseIsNoCommand(String line) {
    assertThat(ChatCommand.parse(line)).isEmpty();
  }

  @Test
  void aQuestionThatIsTooLongIsCutBetweenCharacters() {
    var question = ChatCommand.parse("!bar open " + "🦆".repeat(130))
        .orElseThrow()
        .round()
        .words()
        .question();

    assertThat(question).isEqualTo("🦆".repeat(120));
  }
}
