package dev.chatsway.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatsway.session.Channel;
import dev.chatsway.session.Weights;
import dev.chatsway.session.json.InvalidFieldsException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ChatLineTest {

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text.replace('\'', '"'));
  }

  private static JsonNode eventSub(String more) {
    return json(
        "{'subscription':{'type':'channel.chat.message'},'event':{'broadcaster_user_id':'10',"
            + "'chatter_user_id':'20','message_id':'m'"
            + (more.contains("'message':") ? "" : ",'message':{'text':'yes'}")
            + more
            + "}}");
  }

  private static ChatMessage message(String more) {
    return EventSubMessage.parse(eventSub(more)).orElseThrow().message();
  }

  @Test
  void anEventSubNotificationIsALineInItsBroadcastersChannel() {
    assertThat(EventSubMessage.parse(
            eventSub(",'source_broadcaster_user_id':null,'source_message_id':null,'new':{}")))
        .contains(new ChatLine(
            new Channel("twitch", "10"),
            new ChatMessage(
                "twitch:20", "twitch:m", "yes", null, Role.EVERYONE, false, List.of("twitch:10"))));
  }

  @Test
  void inASharedChatALineIsKnownByTheIdItHasWhereItWasWritten() {
    var elsewhere = message(",'source_broadcaster_user_id':'11','source_message_id':'s'");
    assertThat(elsewhere.fromElsewhere()).isTrue();
    assertThat(elsewhere.id()).isEqualTo("twitch:s");
    var here = message(",'source_broadcaster_user_id':'10','source_message_id':'s'");
    assertThat(here.fromElsewhere()).isFalse();
    assertThat(here.id()).isEqualTo("twitch:s");
  }

  @Test
  void aMentionThatTwitchMarksIsDroppedWhateverTheName() {
    var line = EventSubMessage.parse(json(
            "{'subscription':{'type':'channel.chat.message'},'event':{'broadcaster_user_id':'10',"
                + "'chatter_user_id':'20','message_id':'m','message':{'text':'@Riot Games yes @you','fragments':["
                + "{'type':'mention','text':'@Riot Games'},{'type':'text','text':' '},{'type':'text','text':'yes '},"
                + "{'type':'mention','text':'@you'}]}}}"))
        .orElseThrow();
    assertThat(line.message().text()).isEqualTo("yes @you");
  }

  @Test
  void theMentionOfAReplyIsDroppedInALineOfMeToo() {
    var me = message(",'message':{'text':'\\u0001ACTION @Riot Games yes\\u0001','fragments':["
        + "{'type':'text','text':'\\u0001ACTION '},{'type':'mention','text':'@Riot Games'},"
        + "{'type':'text','text':' yes\\u0001'}]}");
    assertThat(me.text()).isEqualTo(" yes\u0001");
    var reply = message(",'message':{'text':'@Riot Games yes','fragments':["
        + "{'type':'text','text':'@Riot Games yes'}]},'reply':{'parent_user_name':'Riot Games'}");
    assertThat(reply.text()).isEqualTo("yes");
  }

  @ParameterizedTest
  @CsvSource({
    "broadcaster,1",
    "moderator,2",
    "lead_moderator,2",
    "vip,3",
    "subscriber,4",
    "founder,4",
    "premium,5",
  })
  void aBadgeGivesAVoteItsWeight(String badge, double weight) {
    var role =
        message(",'badges':[{'set_id':'" + badge + "','id':'1','info':''}]").role();
    assertThat(role.weight(new Weights(1, 2, 3, 4, 5))).isEqualTo(weight);
  }

  @Test
  void theHighestRoleCounts() {
    assertThat(
            message(",'badges':[{'set_id':'subscriber'},{'set_id':'moderator'},{'set_id':'vip'}]")
                .role())
        .isEqualTo(Role.MODERATOR);
    assertThat(message(",'badges':[]").role()).isEqualTo(Role.EVERYONE);
    assertThat(message(",'source_badges':[{'set_id':'moderator'}]").role())
        .as("a moderator of another channel is nobody here")
        .isEqualTo(Role.EVERYONE);
  }

  @Test
  void aNotificationOfAnotherTypeIsNoLine() {
    assertThat(EventSubMessage.parse(json("{'subscription':{'type':'channel.follow'},'event':{}}")))
        .isEmpty();
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatThrownBy(
            () -> EventSubMessage.parse(
                json(
                    "{'subscription':{'type':'channel.chat.message'},'event':{'chatter_user_id':['x'],'message':'yes'}}")))
        .isInstanceOf(InvalidFieldsException.class)
        .hasMessageContaining("event.broadcaster_user_id: nothing was sent")
        .hasMessageContaining("event.chatter_user_id: array was sent")
        .hasMessageContaining("event.message_id: nothing was sent")
        .hasMessageContaining("event.message.text: nothing was sent");
  }

  @Test
  void aKickMessageIsALineInItsBroadcastersChannel() {
    assertThat(KickMessage.parse(
            json("{'message_id':'m','broadcaster':{'user_id':10},'sender':{'user_id':20,"
                + "'identity':{'badges':[{'text':'VIP','type':'vip'}]}},'content':'yes'}")))
        .isEqualTo(new ChatLine(
            new Channel("kick", "10"),
            new ChatMessage(
                "kick:20", "kick:m", "yes", null, Role.VIP, false, List.of("kick:10"))));
    assertThat(KickMessage.parse(
                json("{'message_id':'m','broadcaster':{'user_id':10},'sender':{'user_id':10,"
                    + "'identity':null},'content':'yes'}"))
            .message()
            .role())
        .isEqualTo(Role.BROADCASTER);
  }
}
