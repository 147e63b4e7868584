package dev.chatsway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.ingest.ChatLine;
import dev.chatsway.ingest.ChatMessage;
import dev.chatsway.ingest.Role;
import dev.chatsway.session.Channel;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ChatMessagesTest {

  private static final String TAGS = "user-id=7;id=m;room-id=1";

  private static ChatMessage message(String tags, String text) {
    return line(tags, text).message();
  }

  private static ChatLine line(String tags, String text) {
    return ChatMessages.parse(IrcLine.parse("@" + tags + " :a!a@a PRIVMSG #b :" + text))
        .orElseThrow();
  }

  @Test
  void aLineOfChatSaysWhoWroteWhichMessageWhere() {
    assertThat(line(TAGS + ";reply-parent-display-name=Riot\\sGames", "@Riot Games yes"))
        .isEqualTo(new ChatLine(
            Channel.ofTwitchLogin("b"),
            new ChatMessage(
                "twitch:7",
                "twitch:m",
                "yes",
                null,
                Role.EVERYONE,
                false,
                List.of("twitch:1", "twitch:@b"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "badges=subscriber/12,vip/1     | VIP",
        "badges=founder/0               | SUBSCRIBER",
        "badges=moderator/1,subscriber/3| MODERATOR",
        "badges=broadcaster/1           | BROADCASTER",
        "badges=premium/1               | EVERYONE",
        "badges=                        | EVERYONE",
        "badges=vip                     | VIP",
        "user-id=1                      | BROADCASTER",
      })
  void aVoterHasTheHighestRoleOfTheirBadges(String tags, Role role) {
    assertThat(message(TAGS + ";" + tags, "yes").role()).isEqualTo(role);
  }

  @Test
  void aLineOfASharedChatIsKnownByTheIdThatItsCopiesHaveInCommon() {
    var own = message(TAGS + ";source-room-id=1;source-id=s", "yes");
    assertThat(own.id()).isEqualTo("twitch:s");
    assertThat(own.fromElsewhere()).isFalse();

    var other = message(TAGS + ";source-room-id=2;source-id=s", "yes");
    assertThat(other.id()).isEqualTo("twitch:s");
    assertThat(other.fromElsewhere()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"user-id=7", "id=m", "user-id=;id=m"})
  void aLineWithoutAVoterOrAnIdIsNone(String tags) {
    assertThat(ChatMessages.parse(IrcLine.parse("@" + tags + " :a!a@a PRIVMSG #b :yes")))
        .isEmpty();
  }
}
