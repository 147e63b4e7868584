package dev.chatsway.gateway;

import static dev.chatsway.gateway.ProblemAssert.assertProblem;
import static dev.chatsway.gateway.TestGateway.id;
import static dev.chatsway.gateway.TestGateway.json;
import static dev.chatsway.gateway.TestGateway.path;
import static dev.chatsway.gateway.TestGateway.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.chatsway.session.SessionSettings;
import dev.chatsway.session.Side;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class SessionApiIT {

  private static final TestGateway GATEWAY = TestGateway.start();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void anEmptyCreationGivesASessionWithAllDefaults() {
    var response = GATEWAY.send("POST", "/api/v1/sessions", "");

    JsonNode session = json(response);
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.headers().firstValue("Location"))
        .hasValue("https://bar.example" + path(session));
    assertThat(session.propertyNames())
        .containsExactlyInAnyOrder(
            "id",
            "name",
            "overlayId",
            "overlayUrl",
            "voteToken",
            "voteUrl",
            "ownerToken",
            "webhookSecret",
            "channels",
            "coHosts",
            "revocations",
            "settings",
            "createdAt");
    assertThat(text(session, "name")).isEmpty();
    assertThat(session.get("channels")).isEmpty();
    assertThat(session.get("settings"))
        .isEqualTo(JsonMapper.shared().readTree(SessionSettings.DEFAULTS.toJson()));
    assertThat(text(session, "overlayUrl"))
        .isEqualTo("https://bar.example/overlay/" + text(session, "overlayId"));
    assertThat(text(session, "voteUrl")).startsWith("https://bar.example/vote/");
    assertThat(Instant.parse(text(session, "createdAt")))
        .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
  }

  @Test
  void theDefaultsAreThoseOfTheContract() {
    JsonNode expected = JsonMapper.shared().readTree("""
            {"question":"","forTriggers":["+","+1","1","yes"],"againstTriggers":["-","-1","2","no"],"match":"exact",
             "forLabel":"For","againstLabel":"Against","labelsCount":false,"voteDelta":10.0,"decayRate":0.2,"scale":"sum","debounceMillis":3000,"votesPerMinute":0,
             "weights":{"broadcaster":1.0,"moderator":1.0,"vip":1.0,"subscriber":1.0,"everyone":1.0},"mode":"combined",
             "layout":"horizontal","numbers":"percent","hint":"auto","effects":"full","theme":"dark","forColor":null,"againstColor":null,"fontSize":100,"align":"center","hideIdle":0,"style":{},"looks":{},"sharedChat":"own","sides":{},"alertAt":0.0,"alertSeconds":3,"chatCommands":false,"paused":false}
            """);

    assertThat(GATEWAY.create().get("settings")).isEqualTo(expected);
  }

  @Test
  void aStyleIsPatchedByPropertyAndReplacedByText() {
    JsonNode session = GATEWAY.create("""
            {"settings":{"style":":root { --chatsway-panel: rgb(0 0 0 / 50%); --chatsway-for: gold }"}}""");
    assertThat(session.at("/settings/style")).isEqualTo(JsonMapper.shared().readTree("""
            {"--chatsway-for":"gold","--chatsway-panel":"rgb(0 0 0 / 50%)"}"""));

    JsonNode after = patched(session, """
            {"settings":{"style":{"--chatsway-for":null,"--chatsway-text":"#fff"}}}""");
    assertThat(after.at("/settings/style")).isEqualTo(JsonMapper.shared().readTree("""
            {"--chatsway-panel":"rgb(0 0 0 / 50%)","--chatsway-text":"#fff"}"""));

    assertThat(patched(session, "{\"settings\":{\"style\":\"--chatsway-weight: 700\"}}")
            .at("/settings/style"))
        .isEqualTo(JsonMapper.shared().readTree("{\"--chatsway-weight\":\"700\"}"));
    assertThat(patched(session, "{\"settings\":{\"style\":null}}").at("/settings/style"))
        .isEmpty();
  }

  @Test
  void aSavedLookIsWholeAndRemovedByNull() {
    JsonNode session = GATEWAY.create("""
            {"settings":{"looks":{"Night":{"theme":"light","hideIdle":20},"Day":{}}}}""");
    assertThat(session.at("/settings/looks").propertyNames()).containsExactly("Night", "Day");
    assertThat(session.at("/settings/looks/Night"))
        .isEqualTo(JsonMapper.shared().readTree("""
            {"forColor":null,"againstColor":null,"mode":"combined","layout":"horizontal","numbers":"percent","hint":"auto","effects":"full",
             "theme":"light","fontSize":100,"align":"center","hideIdle":20,"style":{}}"""));

    assertThat(patched(session, "{\"settings\":{\"looks\":{\"Night\":null}}}")
            .at("/settings/looks")
            .propertyNames())
        .containsExactly("Day");
  }

  @Test
  void whatWasChosenAtCreationIsWhatIsShownAfterwards() {
    JsonNode created = GATEWAY.create("""
            {"name":"Friday","channels":[{"platform":"twitch","id":"12345"},{"platform":"kick","id":"9"}],
             "settings":{"voteDelta":5,"forColor":"#00ff00","weights":{"vip":2},"scale":"share"}}
            """);

    assertThat(text(created, "name")).isEqualTo("Friday");
    assertThat(created.at("/channels/1/platform").stringValue()).isEqualTo("kick");
    assertThat(created.at("/settings/weights/vip").doubleValue()).isEqualTo(2);
    assertThat(created.at("/settings/scale").stringValue()).isEqualTo("share");
    assertThat(json(GATEWAY.send("GET", path(created), ""))).isEqualTo(created);
  }

  @Test
  void whatHoldsSecretsIsKeptByNoCache() {
    assertThat(
            GATEWAY.send("GET", path(GATEWAY.create()), "").headers().firstValue("Cache-Control"))
        .hasValue("no-store");
  }

  @Test
  void allSessionsAreListedPageByPageWithTheCursorOfTheOneBefore() {
    var created = IntStream.range(0, 5).mapToObj(i -> id(GATEWAY.create())).toList();

    var listed = new ArrayList<UUID>();
    String cursor = "";
    JsonNode page;
    do {
      page = json(GATEWAY.send("GET", "/api/v1/sessions?limit=2" + cursor, ""));
      assertThat(page.get("sessions")).hasSizeBetween(1, 2);
      page.get("sessions").forEach(session -> listed.add(id(session)));
      cursor = "&after=" + page.path("next").asString("");
    } while (page.has("next"));

    assertThat(listed).doesNotHaveDuplicates().containsSubsequence(created);
  }

  @Test
  void aListedSessionIsTheWholeSession() {
    JsonNode created = GATEWAY.create();

    JsonNode list = json(GATEWAY.send("GET", "/api/v1/sessions?limit=1000", ""));

    assertThat(list.get("sessions").valueStream()).contains(created);
    assertThat(list.has("next")).isFalse();
  }

  @Test
  void aPatchChangesWhatItNamesAndNullBringsTheDefaultBack() {
    JsonNode before = GATEWAY.create(
        "{\"name\":\"a\",\"settings\":{\"voteDelta\":5,\"decayRate\":1,\"weights\":{\"vip\":3,\"everyone\":2}}}");

    var response = GATEWAY.send(
        "PATCH",
        path(before),
        "{\"name\":\"b\",\"settings\":{\"voteDelta\":null,\"theme\":\"line\",\"weights\":{\"vip\":null}}}");

    JsonNode after = json(response);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(text(after, "name")).isEqualTo("b");
    assertThat(after.at("/settings/voteDelta").doubleValue()).isEqualTo(10);
    assertThat(after.at("/settings/decayRate").doubleValue()).isEqualTo(1);
    assertThat(after.at("/settings/theme").stringValue()).isEqualTo("line");
    assertThat(after.at("/settings/weights/vip").doubleValue()).isEqualTo(1);
    assertThat(after.at("/settings/weights/everyone").doubleValue()).isEqualTo(2);
    assertThat(json(GATEWAY.send("GET", path(before), ""))).isEqualTo(after);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          {"settings":null}   | /settings/voteDelta | 10.0
          {"channels":null}   | /channels           | []
          {"name":null}       | /name               | ""
          """)
  void aPatchWithNullBringsAllOfAFieldBackToItsDefault(
      String patch, String pointer, String expected) {
    JsonNode session = GATEWAY.create(
        "{\"name\":\"a\",\"channels\":[{\"platform\":\"kick\",\"id\":\"1\"}],\"settings\":{\"voteDelta\":5}}");

    assertThat(json(GATEWAY.send("PATCH", path(session), patch)).at(pointer)).hasToString(expected);
  }

  @Test
  void aPatchThatSaysWhatIsSoAlreadyChangesNothing() {
    JsonNode session = GATEWAY.create("{\"settings\":{\"voteDelta\":5}}");
    var before = GATEWAY.everything();

    var response = GATEWAY.send("PATCH", path(session), "{\"settings\":{\"voteDelta\":5}}");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(json(response)).isEqualTo(session);
    assertThat(GATEWAY.everything()).isEqualTo(before);
  }

  @Test
  void aResetSetsValueAndTalliesToZero() {
    JsonNode session = GATEWAY.create("{\"settings\":{\"decayRate\":0}}");
    GATEWAY.vote(session, Side.FOR);
    assertThat(shown(session).get("value").doubleValue()).isEqualTo(10);

    var response = GATEWAY.send("POST", path(session) + "/reset", "");

    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(response.body()).isEmpty();
    assertThat(List.of(
            shown(session).get("value").doubleValue(), shown(session).get("for").doubleValue()))
        .containsOnly(0.0);
  }

  @Test
  void ofADeletedSessionNothingAnswersAnyMore() {
    JsonNode session = GATEWAY.create();

    assertThat(GATEWAY.send("DELETE", path(session), "").statusCode()).isEqualTo(204);

    for (String method : List.of("GET", "DELETE", "PATCH")) {
      assertProblem(GATEWAY.send(method, path(session), ""), 404, "no session with this id");
    }
    for (String below : List.of("/reset", "/overlay-id", "/owner-token")) {
      assertProblem(
          GATEWAY.send("POST", path(session) + below, ""), 404, "no session with this id");
    }
    assertProblem(GATEWAY.send("GET", path(session) + "/clients", ""), 404, "no session");
    assertProblem(
        GATEWAY.get("/api/v1/overlays/" + text(session, "overlayId")), 404, "unknown overlay id");
    assertThat(GATEWAY.everything().keySet())
        .filteredOn(key -> key.contains(text(session, "id")))
        .as("but its tombstone")
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "overlay-id, overlayId",
    "vote-token, voteToken",
    "link-token, voteUrl",
    "owner-token, ownerToken",
    "webhook-secret, webhookSecret"
  })
  void aRotationGivesANewSecretAndLeavesTheOthers(String path, String field) {
    JsonNode before = GATEWAY.create();

    var response = GATEWAY.send("POST", path(before) + "/" + path, "");

    JsonNode after = json(response);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(before.propertyNames())
        .filteredOn(name -> !after.get(name).equals(before.get(name)))
        .containsExactlyInAnyOrderElementsOf(
            field.equals("overlayId") ? List.of("overlayId", "overlayUrl") : List.of(field));
    assertThat(json(GATEWAY.send("GET", path(before), ""))).isEqualTo(after);
  }

  @Test
  void anOldOverlayIdShowsNothingAtOnce() {
    JsonNode before = GATEWAY.create();

    JsonNode after = json(GATEWAY.send("POST", path(before) + "/overlay-id", ""));

    assertProblem(GATEWAY.get("/api/v1/overlays/" + text(before, "overlayId")), 404, "rotated");
    assertThat(GATEWAY.get("/api/v1/overlays/" + text(after, "overlayId")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void clientsAreCounted() {
    JsonNode session = GATEWAY.create();
    JsonNode other = GATEWAY.create();
    try (var one = GATEWAY.overlay(text(session, "overlayId"));
        var two = GATEWAY.overlay(text(session, "overlayId"), "chatsway.v2");
        var third = GATEWAY.overlay(text(other, "overlayId"))) {
      one.next();
      two.next();
      third.next();

      var response = GATEWAY.send("GET", path(session) + "/clients", "");

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(json(response))
          .isEqualTo(JsonMapper.shared().readTree("{\"clients\":2,\"here\":2}"));
    }
    await().atMost(Duration.ofSeconds(5)).until(() -> GATEWAY.clients(session) == 0);
  }

  private static JsonNode shown(JsonNode session) {
    return json(GATEWAY.get("/api/v1/overlays/" + text(session, "overlayId")));
  }

  private static JsonNode patched(JsonNode session, String body) {
    return json(GATEWAY.send("PATCH", path(session), body));
  }
}
