package dev.chatsway.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatsway.session.Side;
import dev.chatsway.session.json.InvalidFieldsException;
import dev.chatsway.session.json.JsonFields;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class BotVotesTest {

  private static final UUID SESSION = UUID.fromString("00000000-0000-4000-8000-000000000001");

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text.replace('\'', '"'));
  }

  private static List<ChatMessage> parse(String text, @Nullable String requestId) {
    return BotVotes.parse(json(text), SESSION, requestId);
  }

  private static ChatMessage message(
      String voter, @Nullable String id, String text, @Nullable Side side) {
    return new ChatMessage(voter, id, text, side, Role.EVERYONE, false);
  }

  @Test
  void aBodyIsOneVoteOrAnArray() {
    var yes = message("bot:a", null, "yes", null);
    assertThat(parse("{'voter':'a','text':'yes'}", null)).containsExactly(yes);
    assertThat(parse(
            "[{'voter':'a','text':'yes','session':'" + SESSION
                + "'},{'voter':'b','side':'against'}]",
            null))
        .containsExactly(yes, message("bot:b", null, "", Side.AGAINST));
    assertThat(parse("[]", null)).isEmpty();
  }

  @Test
  void aVoteWithoutAnIdIsKnownByItsRequestAndItsPlace() {
    assertThat(parse("[{'voter':'a','text':'1'},{'voter':'a','text':'1','id':'x'}]", "key:k"))
        .extracting(ChatMessage::id)
        .containsExactly("bot:key:k:0", "bot:id:x");
  }

  @Test
  void aVoterAndALineOfAPlatformAreKnownByItsNameWhicheverWayTheyArrive() {
    assertThat(parse(
            "[{'voter':'twitch:7','text':'1','id':'twitch:m'},"
                + "{'platform':'twitch','voter':'7','text':'1','id':'m'},"
                + "{'platform':'twitch','voter':'twitch:7','text':'1','id':'twitch:m'}]",
            null))
        .containsOnly(message("twitch:7", "twitch:m", "1", null));
    assertThat(parse("{'platform':'rumble','voter':'7','text':'1','id':'m'}", null))
        .containsExactly(message("rumble:7", "rumble:m", "1", null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'voter':'a','text':'1','platform':'X'} | platform: \"X\" was sent; allowed: 1 to 20",
        "1 | body: 1 was sent; allowed: a JSON object",
        "{} | voter: nothing was sent; allowed: 1 to 200 characters",
        "{'voter':'','text':'1'} | voter: \"\" was sent",
        "{'voter':7,'text':'1'} | voter: 7 was sent",
        "{'voter':'a'} | text: nothing was sent; allowed: either text or side",
        "{'voter':'a','text':'1','side':'for'} | text: \"1\" was sent; allowed: either text or side",
        "{'voter':'a','side':'up'} | side: \"up\" was sent; allowed: one of for, against",
        "{'voter':'a','text':'1','id':''} | id: \"\" was sent",
        "{'voter':'a','text':'1','weight':5} | weight: 5 was sent; allowed: only the fields",
        "{'voter':'a','text':'1','session':'x'} | session: \"x\" was sent; allowed: a UUID",
        "{'voter':'a','text':'1','session':'00000000-0000-4000-8000-000000000002'} | allowed: the session that",
        "[{'voter':'a','text':'1'},{'voter':'a'}] | [1].text: nothing was sent",
        "[[]] | [0]: [] was sent; allowed: a JSON object",
      })
  void aMalformedVoteRefusesTheWholeBodyAndIsNamed(String body, String message) {
    assertThatThrownBy(() -> parse(body, null))
        .isInstanceOf(InvalidFieldsException.class)
        .hasMessageContaining(message);
  }

  @Test
  void fiveHundredVotesAreTheMost() {
    var vote = "{'voter':'a','text':'1'}";
    assertThat(parse("[" + vote + ("," + vote).repeat(499) + "]", null)).hasSize(500);
    assertThatThrownBy(() -> parse("[" + vote + ("," + vote).repeat(500) + "]", null))
        .hasMessage("body: 501 votes was sent; allowed: an array of up to 500");
  }

  @Test
  void errorsAreManyButNotEndless() {
    assertThatThrownBy(() -> parse("[0" + ",0".repeat(499) + "]", null))
        .isInstanceOfSatisfying(
            InvalidFieldsException.class,
            e -> assertThat(e.errors()).hasSize(JsonFields.MAX_ERRORS));
  }
}
