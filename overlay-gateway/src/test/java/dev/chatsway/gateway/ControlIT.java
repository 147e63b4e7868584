package dev.chatsway.gateway;

import static dev.chatsway.gateway.ProblemAssert.assertProblem;
import static dev.chatsway.gateway.TestGateway.json;
import static dev.chatsway.gateway.TestGateway.path;
import static dev.chatsway.gateway.TestGateway.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.session.Side;
import java.net.http.HttpResponse;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A co-host's link and a Stream Deck's URLs: what they may do, and for how long (docs/interface.md, section 5). */
final class ControlIT {

  private static final TestGateway GATEWAY = TestGateway.start();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void aSessionHasNeitherUntilItIsMade() {
    var session = GATEWAY.create();
    assertThat(session.has("controlUrl")).isFalse();
    assertThat(session.has("deckUrl")).isFalse();

    assertThat(text(made(session, "control-token"), "controlUrl"))
        .matches("https://bar\\.example/control#[\\w-]{32}");
    assertThat(text(made(session, "deck-token"), "deckUrl"))
        .matches("https://bar\\.example/deck/[\\w-]{32}");
  }

  @Test
  void aControlLinkPausesResumesResetsAndNamesTheSides() {
    var session = GATEWAY.create();
    var token = control(session);
    GATEWAY.vote(session, Side.FOR);

    assertThat(json(control(token, "POST", "/pause", "")).at("/settings/paused").asBoolean())
        .isTrue();
    assertThat(json(control(token, "POST", "/pause", "")).at("/settings/paused").asBoolean())
        .isTrue();
    assertThat(
            json(control(token, "POST", "/resume", "")).at("/settings/paused").asBoolean())
        .isFalse();
    assertThat(json(control(token, "GET", "", "")).get("value").asDouble()).isPositive();
    assertThat(json(control(token, "POST", "/reset", "")).get("value").asDouble())
        .isZero();
    var labelled = json(control(token, "POST", "/labels", "{\"againstLabel\":\"Stay\"}"));
    assertThat(labelled.at("/settings/forLabel").asString()).isEqualTo("For");
    assertThat(labelled.at("/settings/againstLabel").asString()).isEqualTo("Stay");
  }

  @Test
  void whatAControlLinkShowsHoldsNoSecretAndNoIdOfTheSession() {
    var session = made(GATEWAY.create(), "deck-token");
    var shown = control(control(session), "GET", "", "").body();

    for (var secret :
        new String[] {"id", "overlayId", "voteToken", "ownerToken", "webhookSecret"}) {
      assertThat(shown).doesNotContain(text(session, secret));
    }
    assertThat(shown)
        .doesNotContain("Url", end(text(session, "voteUrl")), end(text(session, "deckUrl")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/reset", "/pause", "/resume", "/labels"})
  void gettingAControlLinkChangesNothing(String action) {
    var token = control(GATEWAY.create());
    var before = GATEWAY.everything();

    assertThat(control(token, "GET", action, "").statusCode())
        .isEqualTo(action.isEmpty() ? 200 : 405);

    assertThat(GATEWAY.everything()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          {"voteDelta":100}            | voteDelta
          {"forLabel":"%s"}            | forLabel
          {"forLabel":7}               | forLabel
          []                           | body
          """)
  void aControlLinkChangesLabelsAndNothingElse(String body, String field) {
    var session = GATEWAY.create();
    var token = control(session);
    var before = GATEWAY.everything();

    var answer = control(token, "POST", "/labels", body.formatted("x".repeat(41)));

    assertProblem(answer, 400, "field");
    assertThat(json(answer).at("/errors/0/field").asString()).isEqualTo(field);
    assertThat(GATEWAY.everything()).isEqualTo(before);
  }

  @Test
  void aReplacedOrRevokedControlLinkOpensNothingFromThatMomentOn() {
    var session = GATEWAY.create();
    var first = control(session);
    var second = control(session);
    assertUnauthorized(first);
    assertThat(control(second, "GET", "", "").statusCode()).isEqualTo(200);

    assertThat(GATEWAY.send("DELETE", path(session) + "/control-token", "").statusCode())
        .isEqualTo(204);
    assertUnauthorized(second);
    assertThat(json(GATEWAY.send("GET", path(session), "")).has("controlUrl")).isFalse();
    assertThat(GATEWAY.send("DELETE", path(session) + "/control-token", "").statusCode())
        .isEqualTo(204);
  }

  @Test
  void aDeletedSessionLeavesNoControlBehind() {
    var session = GATEWAY.create();
    var token = control(session);
    var deck = deck(session);
    GATEWAY.send("DELETE", path(session), "");

    assertUnauthorized(token);
    assertThat(press(deck, "reset").statusCode()).isEqualTo(404);
    var hints = GATEWAY.redis.client().keys("chatsway:*-token:*").stream();
    assertThat(hints.map(GATEWAY.redis.client()::get)).doesNotContain(text(session, "id"));
  }

  @Test
  void tokensOfOtherKindsOpenNoControlAndAControlTokenNothingElse() {
    var session = GATEWAY.create();
    var token = control(session);

    assertUnauthorized(text(session, "ownerToken"));
    assertUnauthorized(TestGateway.ADMIN);
    assertUnauthorized(deck(session));
    assertUnauthorized("");
    assertThat(press(token, "reset").statusCode()).isEqualTo(404);
    assertThat(GATEWAY.sendAs(token, "GET", path(session), "").statusCode()).isEqualTo(401);
  }

  @Test
  void aStreamDeckPressesByPostAndIsToldInWords() {
    var session = GATEWAY.create();
    var deck = deck(session);
    GATEWAY.vote(session, Side.AGAINST);

    assertThat(press(deck, "toggle").body()).isEqualTo("Paused: votes do not count.");
    assertThat(press(deck, "toggle").body()).isEqualTo("Votes count.");
    assertThat(press(deck, "pause").body()).isEqualTo("Paused: votes do not count.");
    assertThat(press(deck, "resume").body()).isEqualTo("Votes count.");
    var reset = press(deck, "reset");
    assertThat(reset.body()).isEqualTo("The bar is back at neutral.");
    assertThat(reset.headers().firstValue("content-type")).contains("text/plain; charset=UTF-8");
    assertThat(GATEWAY
            .sessions
            .findNow(TestGateway.id(session))
            .toCompletableFuture()
            .join())
        .hasValueSatisfying(now -> assertThat(now.live().value()).isZero());
  }

  @ParameterizedTest
  @CsvSource({"GET, reset", "GET, toggle", "PUT, pause", "DELETE, reset"})
  void aDeckUrlThatIsOpenedOtherwiseChangesNothingAndSaysWhy(String method, String action) {
    var deck = deck(GATEWAY.create());
    var before = GATEWAY.everything();

    var answer = GATEWAY.sendAs(null, method, "/deck/" + deck + "/" + action, "");

    assertProblem(answer, 405, "Nothing was changed: ");
    assertThat(answer.headers().firstValue("allow")).contains("POST");
    assertThat(GATEWAY.everything()).isEqualTo(before);
  }

  @Test
  void theDeckIsReplacedAndSwitchedOffApartFromTheControlLink() {
    var session = GATEWAY.create();
    var token = control(session);
    var first = deck(session);
    var second = deck(session);
    assertThat(press(first, "pause").statusCode()).isEqualTo(404);
    assertThat(press(second, "pause").statusCode()).isEqualTo(200);

    GATEWAY.send("DELETE", path(session) + "/deck-token", "");

    assertThat(press(second, "resume").statusCode()).isEqualTo(404);
    assertThat(json(control(token, "GET", "", "")).at("/settings/paused").asBoolean())
        .isTrue();
  }

  @Test
  void withRedisAwayNothingIsSaidToBeDone() {
    try (var gateway = TestGateway.start()) {
      var session = gateway.create();
      var token =
          end(text(json(gateway.send("POST", path(session) + "/control-token", "")), "controlUrl"));
      gateway.redis.kill();

      assertProblem(gateway.sendAs(token, "POST", "/api/v1/control/pause", ""), 503, "Redis");
      assertProblem(gateway.sendAs(null, "POST", "/deck/nobodys/reset", ""), 503, "Redis");
    }
  }

  @Test
  void thePageIsTheSameForEverybodyAndMayNotBeFramed() {
    var page = GATEWAY.get("/control");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("referrer-policy")).contains("no-referrer");
    assertThat(Objects.requireNonNull(
            page.headers().firstValue("content-security-policy").orElse(null)))
        .contains("script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe-inline");
  }

  private static void assertUnauthorized(String token) {
    assertProblem(control(token, "GET", "", ""), 401, "control link");
    assertProblem(control(token, "POST", "/reset", ""), 401, "control link");
  }

  private static HttpResponse<String> control(
      String token, String method, String action, String body) {
    return GATEWAY.sendAs(token, method, "/api/v1/control" + action, body);
  }

  private static HttpResponse<String> press(String token, String action) {
    return GATEWAY.sendAs(null, "POST", "/deck/" + token + "/" + action, "");
  }

  private static String control(JsonNode session) {
    return end(text(made(session, "control-token"), "controlUrl"));
  }

  private static String deck(JsonNode session) {
    return end(text(made(session, "deck-token"), "deckUrl"));
  }

  private static JsonNode made(JsonNode session, String secret) {
    return json(GATEWAY.send("POST", path(session) + "/" + secret, ""));
  }

  private static String end(String url) {
    return url.replaceFirst(".*[/#]", "");
  }
}
