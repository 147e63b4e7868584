package dev.chatsway.gateway;

import static dev.chatsway.gateway.ProblemAssert.assertProblem;
import static dev.chatsway.gateway.ProblemAssert.assertRefused;
import static dev.chatsway.gateway.TestGateway.json;
import static dev.chatsway.gateway.TestGateway.path;
import static dev.chatsway.gateway.TestGateway.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatsway.session.Side;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Rounds and the undoing of resets, through the session API, a control link and overlays. */
final class RoundsIT {

  private static final TestGateway GATEWAY = TestGateway.start();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void aRoundIsOpenedReadAndClosed() {
    var session = GATEWAY.create();
    assertThat(rounds(session).get("open").isNull()).isTrue();
    assertThat(rounds(session).get("results")).isEmpty();

    var opened = open(session, "{\"question\":\"Jump?\",\"for\":\"Jump\",\"seconds\":60}");
    assertThat(opened.statusCode()).isEqualTo(201);
    GATEWAY.vote(session, Side.FOR);

    var open = rounds(session).get("open");
    assertThat(text(open, "question")).isEqualTo("Jump?");
    assertThat(text(open, "forLabel")).isEqualTo("Jump");
    assertThat(text(open, "againstLabel")).isEqualTo("Against");
    assertThat(open.get("forVotes").asInt()).isEqualTo(1);
    assertThat(Duration.between(
            Instant.parse(text(open, "openedAt")), Instant.parse(text(open, "endsAt"))))
        .isEqualTo(Duration.ofSeconds(60));
    assertProblem(open(session, ""), 409, "a round is already open: close it first");

    var closed = json(GATEWAY.send("POST", path(session) + "/rounds/close", ""));
    assertThat(closed.get("open").isNull()).isTrue();
    assertThat(closed.at("/results/0/winner").asString()).isEqualTo("for");
    assertThat(closed.at("/results/0/ending").asString()).isEqualTo("hand");
    assertThat(Duration.between(
            Instant.parse(closed.at("/results/0/endedAt").asString()),
            Instant.parse(text(closed, "shownUntil"))))
        .isEqualTo(Duration.ofSeconds(10));
    assertProblem(
        GATEWAY.send("POST", path(session) + "/rounds/close", ""), 409, "no round is open");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      {"seconds":0}                     | seconds       | 0      | a whole number from 1 to 3600
      {"seconds":1.5}                   | seconds       | 1.5    | a whole number from 1 to 3600
      {"resultSeconds":601}             | resultSeconds | 601    | a whole number from 0 to 600
      {"winAt":50}                      | winAt         | 50     | nothing without holdSeconds
      {"holdSeconds":3,"winAt":101}     | winAt         | 101    | a number from 1 to 100
      {"for":true}                      | for           | true   | 0 to 40 characters
      {"length":5}                      | length        | 5      | only the fields
      """)
  void aBadRequestOpensNothing(String body, String field, String sent, String allowed) {
    var session = GATEWAY.create();

    assertRefused(open(session, body), field, sent, allowed);

    assertThat(rounds(session).get("open").isNull()).isTrue();
  }

  @Test
  void aControlLinkOpensAndClosesToo() {
    var session = GATEWAY.create();
    var token = control(session);

    var opened = GATEWAY.sendAs(token, "POST", "/api/v1/control/rounds", "{\"question\":\"Now?\"}");

    assertThat(opened.statusCode()).isEqualTo(201);
    assertThat(json(GATEWAY.sendAs(token, "GET", "/api/v1/control", ""))
            .at("/settings/question")
            .asString())
        .isEqualTo("Now?");
    assertThat(json(GATEWAY.sendAs(token, "POST", "/api/v1/control/rounds/close", ""))
            .get("results"))
        .hasSize(1);
    assertThat(GATEWAY.sendAs("no-token", "GET", "/api/v1/control/rounds", "").statusCode())
        .isEqualTo(401);
  }

  @Test
  void aResetIsUndoneByTheSessionApiAndByAControlLink() {
    var session = GATEWAY.create("{\"settings\":{\"decayRate\":0}}");
    var token = control(session);
    assertProblem(undo(session), 409, "nothing to undo");
    GATEWAY.vote(session, Side.FOR);

    GATEWAY.send("POST", path(session) + "/reset", "");
    assertThat(undo(session).statusCode()).isEqualTo(204);
    assertThat(control(token, "").get("value").asDouble()).isEqualTo(10);

    GATEWAY.sendAs(token, "POST", "/api/v1/control/reset", "");
    assertThat(json(GATEWAY.sendAs(token, "POST", "/api/v1/control/reset/undo", ""))
            .get("value")
            .asDouble())
        .isEqualTo(10);
    assertProblem(
        GATEWAY.sendAs(token, "POST", "/api/v1/control/reset/undo", ""), 409, "nothing to undo");
  }

  @Test
  void overlaysAreToldOfARoundFromItsOpeningToNeutralAlthoughNobodyVotes() {
    var session = GATEWAY.create("{\"settings\":{\"decayRate\":0,\"question\":\"Good?\"}}");
    try (var overlay = GATEWAY.overlay(text(session, "overlayId"), "chatsway.v2")) {
      assertThat(overlay.next("value").has("round")).isFalse();

      open(session, "{\"question\":\"Jump?\",\"seconds\":2,\"resultSeconds\":1}");
      var opened = overlay.next("value");
      while (!opened.has("round")) { // of a reading that was on its way
        opened = overlay.next("value");
      }
      assertThat(opened.at("/round/status").asString()).isEqualTo("open");
      assertThat(opened.at("/round/endsInMillis").asLong()).isBetween(1_500L, 2_000L);
      assertThat(overlay.next("settings").at("/settings/question").asString()).isEqualTo("Jump?");

      GATEWAY.vote(session, Side.AGAINST);
      var voted = overlay.next("value");
      assertThat(voted.get("againstVotes").asInt()).isEqualTo(1);
      assertThat(voted.at("/round/endsInMillis").asLong()).isBetween(1_000L, 2_000L);

      JsonNode ended = overlay.next("value");
      assertThat(ended.at("/round/status").asString()).isEqualTo("ended");
      while (!ended.at("/round").has("winner")) {
        ended = overlay.next("value");
      }
      assertThat(ended.at("/round/winner").asString()).isEqualTo("against");
      assertThat(ended.at("/round/ending").asString()).isEqualTo("timer");
      assertThat(ended.at("/round/clearsInMillis").asLong()).isBetween(500L, 1_000L);
      assertThat(ended.get("value").asDouble()).isEqualTo(-10);
      assertThat(ended.get("againstVotes").asInt()).isEqualTo(1);

      JsonNode neutral = overlay.next("value");
      assertThat(neutral.has("round")).isFalse();
      assertThat(neutral.get("value").asDouble()).isZero();
      assertThat(neutral.get("againstVotes").asInt()).isZero();
      assertThat(overlay.next("settings").at("/settings/question").asString()).isEqualTo("Good?");
    }
  }

  @Test
  void theDefaultProtocolIsWhatItWas() {
    var session = GATEWAY.create("{\"settings\":{\"decayRate\":0}}");
    try (var overlay = GATEWAY.overlay(text(session, "overlayId"))) {
      open(session, "{\"seconds\":1,\"resultSeconds\":1}");
      GATEWAY.vote(session, Side.FOR);
      await().until(() -> overlay.next().get("value").asDouble() == 10);

      await().until(() -> {
        var frame = overlay.next();
        assertThat(frame.propertyNames()).containsExactly("value", "status");
        return frame.get("value").asDouble() == 0;
      });
    }
  }

  private static HttpResponse<String> open(JsonNode session, String body) {
    return GATEWAY.send("POST", path(session) + "/rounds", body);
  }

  private static HttpResponse<String> undo(JsonNode session) {
    return GATEWAY.send("POST", path(session) + "/reset/undo", "");
  }

  private static JsonNode rounds(JsonNode session) {
    return json(GATEWAY.send("GET", path(session) + "/rounds", ""));
  }

  private static String control(JsonNode session) {
    var url = text(json(GATEWAY.send("POST", path(session) + "/control-token", "")), "controlUrl");
    return url.substring(url.indexOf('#') + 1);
  }

  private static JsonNode control(String token, String path) {
    return json(GATEWAY.sendAs(token, "GET", "/api/v1/control" + path, ""));
  }
}
