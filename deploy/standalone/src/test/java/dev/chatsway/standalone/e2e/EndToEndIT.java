package dev.chatsway.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chatsway.gateway.Message;
import dev.chatsway.gateway.OverlayClient;
import dev.chatsway.standalone.ChatswayProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Votes that come in by the webhook move what overlays are sent. Six seconds of it are played once; most tests look at what
 * two default clients and one of chatsway.v2 were sent meanwhile.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EndToEndIT {

  private static final double DELTA = 10;
  private static final double RATE = 0.2;
  private static final double TOLERANCE = 0.5;
  private static final long WINDOW = Duration.ofSeconds(5).toNanos();
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long TWO_TICKS = Duration.ofMillis(100).toNanos();

  private ChatswayProcess process;
  private Site site;

  private OverlayClient one;
  private OverlayClient two;
  private OverlayClient v2;
  private long begin;
  private long votedAt;
  private List<Integer> answers;

  @BeforeAll
  void play(@TempDir Path temp) throws Exception {
    process = Running.inFolder(temp);
    site = Site.at(process.url());
    var session = site.create("1001", "{}");
    one = site.connect(session);
    two = site.connect(session);
    v2 = site.connectV2(session);
    v2.await(0, message -> message.is("value") && message.revision() == 1);
    assertThat(site.send(Notification.of("1001", "early", "+"))).isEqualTo(204);
    v2.await(0, message -> message.is("value") && message.revision() == 2);
    one.await(0, message -> message.value() > DELTA / 2);
    two.await(0, message -> message.value() > DELTA / 2);

    begin = System.nanoTime();
    one.await(begin + SECOND, Message::hasValue);
    var vote = Notification.of("1001", "late", "+");
    var first = site.send(vote);
    votedAt = System.nanoTime();
    v2.await(begin, message -> message.is("value") && message.revision() == 3);
    answers = List.of(
        first,
        site.send(vote),
        site.send(Notification.of("1001", "forger", "+").request(site.url(), "another secret")));
    one.await(begin + WINDOW, Message::hasValue);
    two.await(begin + WINDOW, Message::hasValue);
    v2.await(votedAt + 2 * SECOND, message -> message.is("value"));
  }

  @AfterAll
  void end() {
    process.close();
  }

  @Test
  void defaultClientsGetTwentyFramesASecond() {
    assertThat(one.between(begin, begin + WINDOW)).hasSizeBetween(95, 105);
    assertThat(two.between(begin, begin + WINDOW)).hasSizeBetween(95, 105);
  }

  @Test
  void allDefaultClientsGetTheSameValuesInTheSameOrder() {
    assertThat(values(two.messages())).containsSequence(values(one.between(begin, begin + WINDOW)));
  }

  @Test
  void aVoteMovesTheValueByVoteDeltaWithinTwoTicks() {
    for (var client : List.of(one, two)) {
      var before = lastBefore(client, votedAt - SECOND / 2);
      var after = client.between(votedAt, begin + WINDOW).get(1);

      assertThat(after.value() - before.drawn(after.at(), RATE))
          .isCloseTo(DELTA, within(TOLERANCE));
    }
  }

  @Test
  void betweenVotesTheValueFollowsTheLaw() {
    for (var client : List.of(one, two)) {
      var frames = client.between(votedAt, begin + WINDOW);
      var start = frames.get(1);
      for (var frame : frames.subList(1, frames.size())) {
        assertThat(frame.value()).isCloseTo(start.drawn(frame.at(), RATE), within(TOLERANCE));
      }
    }
  }

  @Test
  void theSameNotificationAgainAndAForgedOneChangeNothing() {
    assertThat(answers).containsExactly(204, 204, 403);
    assertThat(v2Values()).extracting(Message::revision).contains(3L).allMatch(r -> r <= 3);
    var after = values(one.between(votedAt, begin + WINDOW));
    assertThat(after.subList(1, after.size())).isSortedAccordingTo((a, b) -> Double.compare(b, a));
  }

  @Test
  void aV2ClientGetsItsFirstValueAtOnceAndOneForAVoteAndThenKeepAlives() {
    assertThat(v2.socket().getSubprotocol()).isEqualTo("chatsway.v2");
    var hello = v2.messages().get(0);
    var first = v2.messages().get(1);
    assertThat(hello.is("hello")).isTrue();
    assertThat(hello.json().required("tickMillis").asInt()).isEqualTo(50);
    assertThat(hello.json().required("settings").required("forLabel").asString())
        .isEqualTo("For");
    assertThat(first.is("value")).isTrue();
    assertThat(first.at() - hello.at()).isLessThan(4 * TWO_TICKS);

    assertThat(v2Values().stream()
            .filter(value -> value.at() < votedAt + 2 * SECOND)
            .map(Message::revision))
        .containsSubsequence(1L, 2L, 3L)
        .containsOnlyOnce(3L);
    var values = v2Values();
    for (int i = 1; i < values.size(); i++) {
      assertThat(values.get(i).at() - values.get(i - 1).at()).isLessThan(5 * SECOND);
    }
    assertThat(values.get(values.size() - 1).at()).isGreaterThan(votedAt + 2 * SECOND);
  }

  @Test
  void whatAV2ClientDrawsIsWhatDefaultClientsAreSent() {
    var compared = 0;
    for (var frame : one.between(begin, begin + WINDOW)) {
      if (Math.abs(frame.at() - votedAt) > TWO_TICKS) { // the two connections are not one
        var drawn = lastBefore(v2, frame.at()).drawn(frame.at(), RATE);
        assertThat(frame.value()).isCloseTo(drawn, within(TOLERANCE));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(80);
  }

  @Test
  void aNewLabelReachesV2ClientsWithinTwoTicks() throws Exception {
    var session = site.create("1002", "{}");
    try (var page = site.connectV2(session);
        var clock = site.connect(session)) {
      page.await(0, message -> message.is("value"));
      clock.await(0, Message::hasValue);
      var patched =
          site.api("PATCH", path(session), "{\"settings\": {\"forLabel\": \"Pineapple\"}}");
      var answered = System.nanoTime();
      assertThat(patched.statusCode()).isEqualTo(200);

      var settings = page.await(0, message -> message.is("settings"));

      assertThat(settings.json().required("settings").required("forLabel").asString())
          .isEqualTo("Pineapple");
      assertThat(clock.between(answered, settings.at())).hasSizeLessThanOrEqualTo(2);
    }
  }

  @Test
  void aRotatedOverlayIdSendsItsClientsAway() throws Exception {
    var session = site.create("1003", "{}");
    try (var page = site.connectV2(session);
        var plain = site.connect(session)) {
      assertThat(site.api("POST", path(session) + "/overlay-id", "").statusCode())
          .isEqualTo(200);

      assertSentAway(page, plain, "rotated");
      assertThat(site.get(overlay(session)).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void aDeletedSessionSendsItsClientsAway() throws Exception {
    var session = site.create("1004", "{}");
    try (var page = site.connectV2(session);
        var plain = site.connect(session)) {
      assertThat(site.api("DELETE", path(session), "").statusCode()).isEqualTo(204);

      assertSentAway(page, plain, "deleted");
      assertThat(site.get(overlay(session)).statusCode()).isEqualTo(404);
    }
  }

  private static void assertSentAway(OverlayClient page, OverlayClient plain, String reason) {
    assertThat(page.closeCode()).isEqualTo(1000);
    assertThat(page.last().json().toString())
        .isEqualTo("{\"type\":\"bye\",\"reason\":\"" + reason + "\",\"reconnect\":false}");
    assertThat(plain.closeCode()).isEqualTo(1000);
    assertThat(plain.last().json().toString())
        .isEqualTo("{\"status\":\"closed\",\"reason\":\"" + reason + "\",\"reconnect\":false}");
  }

  private List<Message> v2Values() {
    return v2.messages().stream().filter(message -> message.is("value")).toList();
  }

  private static Message lastBefore(OverlayClient client, long instant) {
    var values = client.between(0, instant).stream().filter(Message::hasValue).toList();
    return values.get(values.size() - 1);
  }

  private static List<Double> values(List<Message> frames) {
    return frames.stream().map(Message::value).toList();
  }

  private static String path(JsonNode session) {
    return "/" + session.required("id").asString();
  }

  private static String overlay(JsonNode session) {
    return "/api/v1/overlays/" + session.required("overlayId").asString();
  }
}
