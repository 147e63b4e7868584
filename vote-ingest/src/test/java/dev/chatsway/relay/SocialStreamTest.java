package dev.chatsway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.chatsway.ingest.ChatMessage;
import dev.chatsway.ingest.Role;
import dev.chatsway.relay.Relay.Meaning;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

final class SocialStreamTest {

  private static Meaning understood(String json) {
    return new SocialStream().understand(JsonMapper.shared().readTree(json.replace('\'', '"')));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "youtube:UC7  | socialstream:youtube:5 | {'id':5,'type':'youtube','userid':'UC7','chatname':'Ann','chatmessage':'yes','textonly':true}",
        "kick:@Ann    | socialstream:kick:6    | {'id':6,'type':'kick','chatname':'Ann','chatmessage':'<b>yes</b>'}",
        "facebook:@An | socialstream:facebook:7| {'id':7,'type':'Facebook','chatname':'An','chatmessage':'yes','hasDonation':'5 USD'}",
      })
  void aLineOfAnySiteHasAVoterAndAnId(String voter, String id, String json) {
    assertThat(understood(json))
        .isEqualTo(Meaning.line(new ChatMessage(voter, id, "yes", null, Role.EVERYONE, false)));
  }

  @Test
  void aLineWithoutAnIdGetsOneSoThatARetryCountsOnce() {
    var json = "{'type':'twitch','chatname':'Ann','chatmessage':'yes'}";

    var one = understood(json).line();
    var other = understood(json).line();

    assertThat(one.id()).startsWith("socialstream:").isNotEqualTo(other.id());
    assertThat(one.voter()).isEqualTo(other.voter());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1 &lt; 2 &amp;&amp; &quot;yes&quot; | 1 < 2 && \"yes\"",
        "<span class=a>yes</span><br>        | yes",
        "<img src='x' alt=\"KEKW\" title=a>   | KEKW",
        "&amp;lt;                            | &lt;",
        "a < b                               | a < b",
      })
  void htmlIsReadAsAViewerSeesIt(String html, String text) {
    assertThat(SocialStream.text(html)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "7",
        "{'type':'twitch','chatname':'Ann','chatmessage':'','event':'new_follower'}",
        "{'chatname':'Ann','chatmessage':'yes'}",
        "{'type':'a b','chatname':'Ann','chatmessage':'yes'}",
        "{'overlayNinja':{'type':'twitch'}}",
      })
  void whatIsNoLineOfChatMeansNothing(String json) {
    assertThat(understood(json)).isEqualTo(Meaning.NOTHING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<", "<img ", "<img alt=\"", "<img alt=\"x\" ", "<img alt=x", "\"<", "<b>", "&lt;"
      })
  void aLongTextOfHalfTagsIsReadAtOnce(String piece) {
    var html = piece.repeat(200_000 / piece.length());
    assertTimeoutPreemptively(
        Duration.ofSeconds(2), () -> assertThat(SocialStream.text(html)).isNotNull());
  }

  @Test
  void anEmoteMayHaveAnAngleBracketInItsName() {
    assertThat(SocialStream.text("<img class=\"e\" alt=\">:(\" src=\"x\"> <b>hm</b>"))
        .isEqualTo(">:( hm");
  }
}
