package dev.chatsway.gateway;

import static dev.chatsway.gateway.ProblemAssert.assertProblem;
import static dev.chatsway.gateway.ProblemAssert.assertRefused;
import static dev.chatsway.gateway.TestGateway.json;
import static dev.chatsway.gateway.TestGateway.path;
import static dev.chatsway.gateway.TestGateway.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.redis.SettableClock;
import dev.chatsway.session.Side;
import java.time.Instant;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class TimelineIT {

  private static final TestGateway GATEWAY = TestGateway.start();
  private static final SettableClock CLOCK = SettableClock.on(GATEWAY.redis);
  private static final TimeZone ZONE = TimeZone.getDefault();

  @BeforeAll
  static void elsewhere() {
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
    at("2026-11-22T20:00:00Z");
  }

  @AfterAll
  static void stop() {
    TimeZone.setDefault(ZONE);
    GATEWAY.close();
  }

  @Test
  void theTimelineIsToldInJsonInUtc() {
    var session = evening();

    JsonNode timeline = json(GATEWAY.send("GET", path(session) + "/timeline", ""));

    assertThat(timeline).isEqualTo(JsonMapper.shared().readTree("""
            {"now":"2026-11-22T23:59:55Z","bucketSeconds":10,"lastVote":"2026-11-22T23:59:44Z",
             "sources":{"bearer":"2026-11-22T23:59:44Z"},
             "points":[{"at":"2026-11-22T23:59:20Z","value":3.0,"for":1,"against":0},
                       {"at":"2026-11-22T23:59:30Z","value":0.0,"for":0,"against":0},
                       {"at":"2026-11-22T23:59:40Z","value":-6.0,"for":0,"against":2},
                       {"at":"2026-11-22T23:59:50Z","value":-6.0,"for":0,"against":0}],
             "events":[{"at":"2026-11-22T23:59:20Z","type":"created"},{"at":"2026-11-22T23:59:35Z","type":"reset"},
                       {"at":"2026-11-22T23:59:36Z","type":"pause"},{"at":"2026-11-22T23:59:37Z","type":"resume"}],"rounds":[]}
            """));
  }

  @Test
  void theSameInCsvIsALineForEachTenSecondsWithTheSameNumberOfCells() {
    var session = evening();

    var answer = GATEWAY.send("GET", path(session) + "/timeline.csv", "");

    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/csv; charset=UTF-8");
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .hasValue("attachment; filename=\"chatsway-2026-11-22.csv\"");
    assertThat(answer.body()).isEqualTo("""
        at,value,for,against,events,results
        2026-11-22T23:59:20Z,3.0,1,0,created,
        2026-11-22T23:59:30Z,0.0,0,0,reset pause resume,
        2026-11-22T23:59:40Z,-6.0,0,2,,
        2026-11-22T23:59:50Z,-6.0,0,0,,
        """.replace("\n", "\r\n"));
  }

  @Test
  void resultsOfRoundsAreInBoth() {
    var session = evening();
    GATEWAY.send("POST", path(session) + "/rounds", """
        {"question":"\\"Now\\", or never?","seconds":10}""");
    GATEWAY.vote(session, Side.FOR);
    at("2026-11-23T00:00:30Z");

    JsonNode timeline = json(GATEWAY.send("GET", path(session) + "/timeline", ""));
    var csv = GATEWAY.send("GET", path(session) + "/timeline.csv", "").body();

    assertThat(timeline.get("rounds")).isEqualTo(JsonMapper.shared().readTree("""
            [{"number":1,"question":"\\"Now\\", or never?","forLabel":"For","againstLabel":"Against",
              "openedAt":"2026-11-22T23:59:55Z","endedAt":"2026-11-23T00:00:05Z","ending":"timer","winner":"for",
              "forVotes":1,"againstVotes":0}]
            """));
    assertThat(timeline.get("events").valueStream().map(event -> text(event, "type")))
        .endsWith("round_opened", "round_ended", "round_cleared");
    assertThat(csv).contains("""
            2026-11-23T00:00:00Z,3.0,0,0,round_ended,"#1 ""Now"", or never?: For wins, For 1, Against 0"
            2026-11-23T00:00:10Z,0.0,0,0,round_cleared,
            """.replace("\n", "\r\n"));
  }

  @Test
  void aShorterLengthIsTheEndOfTheWhole() {
    var session = evening();
    at("2026-11-23T01:00:00Z");

    JsonNode minute = json(GATEWAY.send("GET", path(session) + "/timeline?minutes=1", ""));

    assertThat(minute.get("points")).hasSize(6);
    assertThat(minute.get("events")).isEmpty();
    assertThat(minute.get("lastVote").stringValue()).isEqualTo("2026-11-22T23:59:44Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "721", "all", "-1", "1.5"})
  void aLengthOutOfRangeIsRefused(String minutes) {
    var answer = GATEWAY.send("GET", path(GATEWAY.create()) + "/timeline?minutes=" + minutes, "");

    assertRefused(answer, "minutes", minutes, "a whole number from 1 to 720");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/timeline", "/timeline.csv"})
  void onlyAdminAndOwnerMaySeeItAndNobodyOnceItIsDeleted(String what) {
    var session = GATEWAY.create();
    var owner = session.get("ownerToken").stringValue();
    var other = GATEWAY.create().get("ownerToken").stringValue();

    assertThat(GATEWAY.sendAs(owner, "GET", path(session) + what, "").statusCode())
        .isEqualTo(200);
    assertThat(GATEWAY.sendAs(other, "GET", path(session) + what, "").statusCode())
        .isEqualTo(401);
    assertThat(GATEWAY.sendAs(null, "GET", path(session) + what, "").statusCode())
        .isEqualTo(401);
    GATEWAY.send("DELETE", path(session), "");
    assertProblem(GATEWAY.send("GET", path(session) + what, ""), 404, "no session with this id");
  }

  /** A session of a few votes, a reset, a pause: of 23:59:20 to 23:59:55. */
  private static JsonNode evening() {
    at("2026-11-22T23:59:20Z");
    var session = GATEWAY.create("{\"settings\":{\"decayRate\":0,\"voteDelta\":3}}");
    GATEWAY.vote(session, Side.FOR);
    at("2026-11-22T23:59:35Z");
    GATEWAY.send("POST", path(session) + "/reset", "");
    at("2026-11-22T23:59:36Z");
    GATEWAY.send("PATCH", path(session), "{\"settings\":{\"paused\":true}}");
    at("2026-11-22T23:59:37Z");
    GATEWAY.send("PATCH", path(session), "{\"settings\":{\"paused\":false}}");
    at("2026-11-22T23:59:41Z");
    GATEWAY.vote(session, Side.AGAINST);
    at("2026-11-22T23:59:44Z");
    GATEWAY.vote(session, Side.AGAINST);
    at("2026-11-22T23:59:55Z");
    return session;
  }

  private static void at(String instant) {
    CLOCK.set(Instant.parse(instant).toEpochMilli() * 1000.0);
  }
}
