package dev.chatsway.gateway;

import static dev.chatsway.gateway.ProblemAssert.assertRefused;
import static dev.chatsway.gateway.TestGateway.json;
import static dev.chatsway.gateway.TestGateway.path;
import static dev.chatsway.gateway.TestGateway.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.session.SessionRequest;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class TestVotesTest {

  private static final TestGateway GATEWAY = TestGateway.start();

  private final JsonNode session =
      GATEWAY.create("{\"settings\":{\"decayRate\":0,\"voteDelta\":1}}");

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void theyCountLikeThoseOfViewersAndTheTimelineCallsThemTests() {
    double before = counted();

    var results = cast("{\"for\":12,\"against\":8}").get("results");

    assertThat(results)
        .hasSize(20)
        .allSatisfy(each -> assertThat(text(each, "status")).isEqualTo("ok"));
    var timeline = json(GATEWAY.send("GET", path(session) + "/timeline", ""));
    assertThat(timeline.get("sources").propertyNames()).containsExactly("test");
    assertThat(timeline.at("/points/0/value").asDouble()).isEqualTo(4);
    assertThat(timeline.at("/points/0/for").asInt()).isEqualTo(12);
    assertThat(timeline.at("/points/0/against").asInt()).isEqualTo(8);
    assertThat(counted() - before).isEqualTo(20);
  }

  @Test
  void theResultSaysWhatTheBarShowsAfterEach() {
    var result = cast("{\"against\":1}").at("/results/0");
    assertThat(result.get("value").asDouble()).isEqualTo(-1);
  }

  @Test
  void theyHaveTheWeightOfViewersWithoutARole() {
    GATEWAY.send(
        "PATCH", path(session), "{\"settings\":{\"weights\":{\"everyone\":3,\"broadcaster\":9}}}");
    assertThat(cast("{\"for\":1}").at("/results/0/value").asDouble()).isEqualTo(3);
  }

  @Test
  void theyAreRefusedWhereVotesAre() {
    GATEWAY.send("PATCH", path(session), "{\"settings\":{\"votesPerMinute\":2}}");
    assertThat(statuses(cast("{\"for\":3}"))).containsExactly("ok", "ok", "limited");
    GATEWAY.send("PATCH", path(session), "{\"settings\":{\"paused\":true}}");
    assertThat(statuses(cast("{\"against\":1}"))).containsExactly("paused");
  }

  @Test
  void aChangeOfSettingsMeanwhileLosesNone() {
    for (int i = 0; i < 20; i++) {
      var patch = JsonMapper.shared().readTree("{\"settings\":{\"debounceMillis\":" + i + "}}");
      var patched = GATEWAY.sessions.update(
          TestGateway.id(session), now -> now.with(SessionRequest.patched(now, patch)));
      assertThat(statuses(cast("{\"for\":2}"))).containsOnly("ok");
      assertThat(patched.toCompletableFuture().join()).isPresent();
    }
    var points = json(GATEWAY.send("GET", path(session) + "/timeline", "")).get("points");
    assertThat(points.valueStream().mapToInt(each -> each.get("for").asInt()).sum())
        .isEqualTo(40);
  }

  @Test
  void anythingElseIsRefusedAndCountsNothing() {
    var before = GATEWAY.everything();
    assertRefused(
        GATEWAY.send("POST", path(session) + "/test-votes", "{\"for\":51}"),
        "for",
        "51",
        "a whole number from 0 to 50");
    assertRefused(
        GATEWAY.send("POST", path(session) + "/test-votes", "{\"against\":0}"),
        "for",
        "nothing",
        "1 to 50 votes for or against");
    assertThat(GATEWAY.everything()).isEqualTo(before);
  }

  /** Otherwise a bot could pass real votes off as tests. */
  @Test
  void noTokenThatVotesOrRunsTheBarMayCastThem() {
    GATEWAY.send("POST", path(session) + "/control-token", "");
    var all = json(GATEWAY.send("GET", path(session), ""));
    var before = GATEWAY.everything();
    for (var token : List.of(
        text(all, "voteToken"),
        text(all, "voteUrl").replaceFirst(".*/", ""),
        text(all, "controlUrl").replaceFirst(".*#", ""),
        "")) {
      assertThat(GATEWAY
              .sendAs(token, "POST", path(session) + "/test-votes", "{\"for\":1}")
              .statusCode())
          .isEqualTo(401);
    }
    assertThat(GATEWAY.everything()).isEqualTo(before);
    assertThat(GATEWAY
            .sendAs(text(all, "ownerToken"), "POST", path(session) + "/test-votes", "{\"for\":1}")
            .statusCode())
        .isEqualTo(200);
  }

  private JsonNode cast(String votes) {
    var answer = GATEWAY.send("POST", path(session) + "/test-votes", votes);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  private static List<String> statuses(JsonNode answer) {
    return answer.get("results").valueStream().map(each -> text(each, "status")).toList();
  }

  private static double counted() {
    return GATEWAY.metrics.find("chatsway.votes").tags("platform", "test").counters().stream()
        .mapToDouble(each -> each.count())
        .sum();
  }
}
