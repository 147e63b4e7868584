package dev.chatsway.gateway;

import static dev.chatsway.gateway.ProblemAssert.assertProblem;
import static dev.chatsway.gateway.ProblemAssert.assertRefused;
import static dev.chatsway.gateway.TestGateway.json;
import static dev.chatsway.gateway.TestGateway.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.session.Side;
import java.util.ArrayList;
import java.util.Collections;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code GET /api/v1/sessions?sort=used} and {@code …/live?ids=}: the list that the studio shows, and how its bars are. */
final class UsedSessionsIT {

  private static final TestGateway GATEWAY = TestGateway.start();
  private static final String LIST = "/api/v1/sessions?sort=used";
  private static final String LIVE = "/api/v1/sessions/live?ids=";

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void theSessionUsedLastComesFirstAndPagesMissNone() {
    var made = new ArrayList<String>();
    IntStream.range(0, 5).forEach(i -> made.add(text(GATEWAY.create(), "id")));
    var voted = json(GATEWAY.send("GET", "/api/v1/sessions/" + made.get(1), ""));
    GATEWAY.vote(voted, Side.FOR);
    Collections.reverse(made);
    made.remove(text(voted, "id"));
    made.add(0, text(voted, "id"));

    var pages = new ArrayList<JsonNode>();
    for (var after = ""; after != null; ) {
      var page = json(GATEWAY.send("GET", LIST + "&limit=2" + after, ""));
      page.path("sessions").forEach(pages::add);
      after = page.has("next") ? "&after=" + text(page, "next") : null;
    }

    assertThat(pages.stream().map(each -> text(each, "id")).filter(made::contains))
        .containsExactlyElementsOf(made);
    assertThat(pages)
        .extracting(each -> text(each, "lastUsed"))
        .isSortedAccordingTo(Collections.reverseOrder());
    assertThat(text(pages.get(0), "voteToken")).isEqualTo(text(voted, "voteToken"));
  }

  @Test
  void aDamagedRecordDoesNotEndTheLists() {
    var damaged = GATEWAY.create();
    var good = GATEWAY.create();
    String record = GATEWAY
        .redis
        .client()
        .keys("*:session:" + text(damaged, "id"))
        .iterator()
        .next();
    String channels = GATEWAY.redis.client().hget(record, "channels");
    GATEWAY.redis.client().hset(record, "channels", "not JSON");
    try {
      var used = json(GATEWAY.send("GET", LIST, "")).path("sessions");
      var live = json(GATEWAY.send("GET", LIVE + text(damaged, "id") + "," + text(good, "id"), ""));

      assertThat(used.valueStream().map(each -> text(each, "id")))
          .contains(text(good, "id"))
          .doesNotContain(text(damaged, "id"));
      assertThat(live.path("sessions")).hasSize(1);
    } finally {
      GATEWAY.redis.client().hset(record, "channels", channels);
    }
  }

  @Test
  void theLiveStateOfSessionsIsThatOfTheirOverlaysAndHasNoSecret() {
    var session = GATEWAY.create();
    var other = GATEWAY.create();
    GATEWAY.vote(session, Side.FOR);
    GATEWAY.vote(session, Side.AGAINST);
    GATEWAY.vote(session, Side.FOR);
    GATEWAY.send("POST", path(session) + "/rounds", "{\"question\":\"Jump?\",\"for\":\"Leap\"}");
    GATEWAY.vote(session, Side.FOR);
    GATEWAY.send("DELETE", path(other), "");
    var third = GATEWAY.create();

    var ids = Stream.of(
            text(third, "id"), text(other, "id"), UUID.randomUUID(), text(session, "id"))
        .map(Object::toString)
        .toList();
    var answer = GATEWAY.send("GET", LIVE + String.join(",", ids), "");
    var live = json(answer).path("sessions");

    assertThat(live.valueStream().map(each -> text(each, "id")))
        .containsExactly(text(third, "id"), text(session, "id"));
    var state = live.get(1);
    assertThat(state.path("forVotes").asInt()).isEqualTo(1);
    assertThat(state.path("againstVotes").asInt()).isZero();
    assertThat(state.path("value").asDouble()).isBetween(1.0, 10.0);
    assertThat(text(state, "round")).isEqualTo("open");
    assertThat(text(state.path("settings"), "question")).isEqualTo("Jump?");
    assertThat(text(state.path("settings"), "forLabel")).isEqualTo("Leap");
    assertThat(state.path("usedMillisAgo").asLong()).isBetween(0L, 10_000L);
    assertThat(live.get(0).has("round")).isFalse();
    assertThat(answer.body())
        .doesNotContain(text(session, "voteToken"))
        .doesNotContain(text(session, "overlayId"));
  }

  @Test
  void whatIsNotAskedForProperlyIsRefused() {
    assertRefused(GATEWAY.send("GET", LIVE + "x", ""), "ids", "x", "ids");
    assertRefused(
        GATEWAY.send(
            "GET",
            LIVE + String.join(",", Collections.nCopies(51, UUID.randomUUID().toString())),
            ""),
        "ids",
        "51 ids",
        "1 to 50");
    assertRefused(GATEWAY.send("GET", LIST + "&after=x", ""), "after", "x", "next");
    var id = text(GATEWAY.create(), "id");
    assertProblem(GATEWAY.sendAs("wrong", "GET", LIVE + id, ""), 401, "");
    assertProblem(GATEWAY.sendAs("wrong", "GET", LIST, ""), 401, "");
  }

  private static String path(JsonNode session) {
    return "/api/v1/sessions/" + text(session, "id");
  }
}
