package dev.chatsway.session;

import dev.chatsway.session.LiveRound.Ending;
import dev.chatsway.session.LiveRound.Outcome;
import dev.chatsway.session.json.StringEnum;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The result of a round, as the library decided it.
 *
 * @param number counts the session's rounds from 1
 * @param question the question; may be empty
 * @param forLabel the name of the side "for"
 * @param againstLabel the name of the side "against"
 * @param openedAt on Redis's clock
 * @param endedAt on Redis's clock
 * @param ending why it ended
 * @param winner the side with more votes, or the one that held the bar
 * @param forVotes votes counted while it was open
 * @param againstVotes votes counted while it was open
 */
public record RoundResult(
    long number,
    String question,
    String forLabel,
    String againstLabel,
    Instant openedAt,
    Instant endedAt,
    Ending ending,
    Outcome winner,
    long forVotes,
    long againstVotes) {

  /** Reads the library's JSON. */
  public static RoundResult parse(String stored) {
    JsonNode json = JsonMapper.shared().readTree(stored);
    return new RoundResult(
        json.path("number").asLong(),
        json.path("question").asString(),
        json.path("forLabel").asString(),
        json.path("againstLabel").asString(),
        Instant.ofEpochMilli(json.path("openedAt").asLong()),
        Instant.ofEpochMilli(json.path("endedAt").asLong()),
        word(Ending.values(), json.path("ending").asString()),
        word(Outcome.values(), json.path("winner").asString()),
        json.path("forVotes").asLong(),
        json.path("againstVotes").asLong());
  }

  private static <E extends StringEnum> E word(E[] all, String wire) {
    for (E one : all) {
      if (one.wire().equals(wire)) {
        return one;
      }
    }
    throw new IllegalArgumentException("a round's result says " + wire);
  }
}
