package dev.chatsway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.ingest.ChatMessage;
import dev.chatsway.ingest.Role;
import dev.chatsway.relay.Relay.Meaning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

final class StreamerBotTest {

  private static final StreamerBot OPEN = new StreamerBot("");
  private static final StreamerBot LOCKED = new StreamerBot("hush");

  private static Meaning understood(StreamerBot bot, String json) {
    return bot.understand(JsonMapper.shared().readTree(json.replace('\'', '"')));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "twitch  | {'event':{'source':'Twitch','type':'ChatMessage'},'data':{'message':{'msgId':'m','userId':'7','username':'ann','channel':'c','message':'yes','badges':[{'name':'vip','version':'1'}]}}}",
        "twitch  | {'event':{'source':'Twitch','type':'ChatMessage'},'data':{'messageId':'m','text':'yes','user':{'id':'7','login':'ann'}}}",
        "youtube | {'event':{'source':'YouTube','type':'Message'},'data':{'eventId':'m','message':'yes','publishedAt':'2026','user':{'id':'7','name':'Ann','isOwner':false}}}",
        "kick    | {'event':{'source':'Kick','type':'ChatMessage'},'data':{'messageId':'m','text':'yes','user':{'id':7,'login':'ann'}}}",
      })
  void aLineOfEachPlatformHasThePlatformsOwnIds(String platform, String json) {
    assertThat(understood(OPEN, json))
        .isEqualTo(Meaning.line(
            new ChatMessage(platform + ":7", platform + ":m", "yes", null, Role.EVERYONE, false)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "7",
        "{'event':{'source':'Twitch','type':'Cheer'},'data':{'message':{'msgId':'m','userId':'7','message':'yes'}}}",
        "{'event':{'source':'Twitch','type':'ChatMessage'},'data':{'message':{'userId':'7','message':'yes'}}}",
        "{'event':{'source':'','type':''},'data':{'messageId':'m','text':'yes','user':{'id':'7'}}}",
        "{'request':'Hello','info':{'name':'Streamer.bot'}}",
      })
  void whatIsNoLineOfChatMeansNothing(String json) {
    assertThat(understood(OPEN, json)).isEqualTo(Meaning.NOTHING);
  }

  @Test
  void aSubscriptionThatWasAcceptedIsReady() {
    assertThat(understood(OPEN, "{'id':'chatsway-subscribe','status':'ok'}"))
        .isEqualTo(Meaning.READY);
  }

  @Test
  void itSubscribesToTheChatOfThreePlatforms() {
    assertThat(OPEN.opening()).singleElement().satisfies(sent -> {
      var json = JsonMapper.shared().readTree(sent);
      assertThat(json.path("request").asString()).isEqualTo("Subscribe");
      assertThat(json.path("events").toString())
          .contains(
              "\"Twitch\":[\"ChatMessage\"]",
              "\"YouTube\":[\"Message\"]",
              "\"Kick\":[\"ChatMessage\"]");
    });
  }

  @Test
  void aPasswordIsProvenByItsHashAndThenItSubscribes() {
    assertThat(LOCKED.opening()).isEmpty();

    var login = understood(
        LOCKED,
        "{'request':'Hello','info':{},'authentication':{'salt':'salt1','challenge':'challenge1'}}");
    assertThat(login.reply())
        .contains("\"request\":\"Authenticate\"", "XmcP8TIyOhcK0aHLQcdXRpKCQd8ndTm+xHAEqMx93v8=")
        .doesNotContain("hush");
    assertThat(understood(LOCKED, "{'id':'chatsway-login','status':'ok'}").reply())
        .contains("Subscribe");
    assertThat(understood(LOCKED, "{'request':'Hello','info':{}}").reply()).contains("Subscribe");
  }

  @Test
  void whatIsWrongIsSaid() {
    assertThat(understood(OPEN, "{'request':'Hello','authentication':{'salt':'a','challenge':'b'}}")
            .problem())
        .isEqualTo("it requires a password");
    assertThat(understood(LOCKED, "{'id':'chatsway-login','status':'error'}").problem())
        .isEqualTo("it does not accept the password");
    assertThat(understood(OPEN, "{'id':'chatsway-subscribe','status':'error','error':'no events'}")
            .problem())
        .isEqualTo("it refused the subscription: no events");
    assertThat(LOCKED).hasToString("Streamer.bot");
  }
}
