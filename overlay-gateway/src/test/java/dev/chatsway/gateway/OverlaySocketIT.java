package dev.chatsway.gateway;

import static dev.chatsway.gateway.TestGateway.json;
import static dev.chatsway.gateway.TestGateway.path;
import static dev.chatsway.gateway.TestGateway.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatsway.session.Side;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** An overlay's WebSocket, in both protocols. */
final class OverlaySocketIT {

  private static final TestGateway GATEWAY = TestGateway.start();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void theDefaultProtocolSendsAValueTwentyTimesASecond() {
    JsonNode session = GATEWAY.create("{\"settings\":{\"decayRate\":0}}");
    GATEWAY.vote(session, Side.AGAINST);
    try (var overlay = GATEWAY.overlay(text(session, "overlayId"))) {
      assertThat(overlay.next()).hasToString("{\"value\":-10.0,\"status\":\"active\"}");
      long since = System.nanoTime();

      IntStream.range(0, 60).forEach(i -> overlay.next());

      assertThat(Duration.ofNanos(System.nanoTime() - since))
          .isBetween(Duration.ofMillis(2_700), Duration.ofMillis(4_500));
      assertThat(overlay.socket().getSubprotocol()).isEmpty();
    }
  }

  @Test
  void chatswayV2GreetsThenShowsTheCurveAndThenOnlyWhatMovesIt() {
    JsonNode session = GATEWAY.create("{\"settings\":{\"forLabel\":\"Aye\"}}");
    try (var overlay = GATEWAY.overlay(text(session, "overlayId"), "chatsway.v2")) {
      JsonNode hello = overlay.next();
      assertThat(text(hello, "type")).isEqualTo("hello");
      assertThat(hello.get("tickMillis").intValue()).isEqualTo(50);
      assertThat(text(hello, "build")).isEqualTo("test-build");
      assertThat(hello.at("/settings/forLabel").stringValue()).isEqualTo("Aye");
      JsonNode first = overlay.next();
      assertThat(text(first, "type")).isEqualTo("value");
      assertThat(first.get("value").doubleValue()).isZero();
      assertThat(first.get("decayRate").doubleValue()).isEqualTo(0.2);

      GATEWAY.vote(session, Side.FOR);

      JsonNode second = overlay.next("value");
      while (second.get("revision").equals(first.get("revision"))) { // a keep-alive may come first
        second = overlay.next("value");
      }
      assertThat(second.get("value").doubleValue()).isBetween(9.0, 10.0);
      assertThat(second.get("for").doubleValue()).isBetween(0.9, 1.0);
      assertThat(overlay.socket().getSubprotocol()).isEqualTo("chatsway.v2");
    }
  }

  @ParameterizedTest
  @CsvSource({"chatsway.v3, ''", "json, chatsway.v3"})
  void whoOffersNoKnownProtocolGetsTheDefault(String one, String other) {
    String[] offered = Stream.of(one, other).filter(each -> !each.isEmpty()).toArray(String[]::new);
    try (var overlay = GATEWAY.overlay(text(GATEWAY.create(), "overlayId"), offered)) {
      assertThat(overlay.next().propertyNames()).containsExactly("value", "status");
      assertThat(overlay.socket().getSubprotocol()).isEmpty();
    }
  }

  @Test
  void chatswayV2IsFoundAmongOthers() {
    try (var overlay =
        GATEWAY.overlay(text(GATEWAY.create(), "overlayId"), "json", "chatsway.v2", "xml")) {
      assertThat(text(overlay.next(), "type")).isEqualTo("hello");
      assertThat(overlay.socket().getSubprotocol()).isEqualTo("chatsway.v2");
    }
  }

  @Test
  void twoClientsSeeTheSameValues() {
    JsonNode session = GATEWAY.create("{\"settings\":{\"voteDelta\":100}}");
    GATEWAY.vote(session, Side.FOR); // from here on each tick has a value of its own
    try (var one = GATEWAY.overlay(text(session, "overlayId"));
        var two = GATEWAY.overlay(text(session, "overlayId"))) {
      List<JsonNode> ofTwo = Stream.generate(two::next).limit(20).toList();
      assertThat(ofTwo).doesNotHaveDuplicates();

      JsonNode start = one.next(Duration.ofSeconds(5), ofTwo.get(0)::equals);

      assertThat(Stream.concat(Stream.of(start), Stream.generate(one::next).limit(19)))
          .isEqualTo(ofTwo);
    }
  }

  @Test
  void changedSettingsAreToldWithinATick() {
    JsonNode session = GATEWAY.create();
    try (var overlay = GATEWAY.overlay(text(session, "overlayId"), "chatsway.v2")) {
      overlay.next("value");

      GATEWAY.send("PATCH", path(session), "{\"settings\":{\"theme\":\"light\"}}");

      JsonNode told =
          overlay.next(Duration.ofMillis(500), message -> text(message, "type").equals("settings"));
      assertThat(told.at("/settings/theme").stringValue()).isEqualTo("light");
    }
  }

  @Test
  void aChangeOfWhatOverlaysAreNotToldIsNotTold() {
    JsonNode session = GATEWAY.create();
    try (var overlay = GATEWAY.overlay(text(session, "overlayId"), "chatsway.v2")) {
      overlay.next("value");

      GATEWAY.send("PATCH", path(session), "{\"settings\":{\"debounceMillis\":1}}");
      GATEWAY.send("PATCH", path(session), "{\"settings\":{\"forLabel\":\"Next\"}}");

      assertThat(overlay.next("settings").at("/settings/forLabel").stringValue())
          .isEqualTo("Next");
    }
  }

  @Test
  void aResetReachesEveryClient() {
    JsonNode session = GATEWAY.create("{\"settings\":{\"decayRate\":0}}");
    GATEWAY.vote(session, Side.FOR);
    try (var overlay = GATEWAY.overlay(text(session, "overlayId"))) {
      assertThat(overlay.next().get("value").doubleValue()).isEqualTo(10);

      GATEWAY.send("POST", path(session) + "/reset", "");

      overlay.next(Duration.ofMillis(500), message -> message.get("value").doubleValue() == 0);
    }
  }

  @Test
  void clientsOfAnOldOverlayIdAreToldAndClosedWhileThoseOfTheNewOneStay() {
    JsonNode session = GATEWAY.create();
    try (var plain = GATEWAY.overlay(text(session, "overlayId"));
        var v2 = GATEWAY.overlay(text(session, "overlayId"), "chatsway.v2")) {
      plain.next();
      v2.next();

      JsonNode rotated = json(GATEWAY.send("POST", path(session) + "/overlay-id", ""));

      try (var later = GATEWAY.overlay(text(rotated, "overlayId"))) {
        assertThat(plain.status("closed"))
            .hasToString("{\"status\":\"closed\",\"reason\":\"rotated\",\"reconnect\":false}");
        assertThat(v2.next("bye"))
            .hasToString("{\"type\":\"bye\",\"reason\":\"rotated\",\"reconnect\":false}");
        assertThat(List.of(plain.closeCode(), v2.closeCode())).containsOnly(1000);
        assertThat(later.next().has("value")).isTrue();
        assertThat(GATEWAY.clients(session)).isEqualTo(1);
      }
    }
  }

  @Test
  void clientsOfADeletedSessionAreToldAndClosed() {
    JsonNode session = GATEWAY.create();
    try (var plain = GATEWAY.overlay(text(session, "overlayId"));
        var v2 = GATEWAY.overlay(text(session, "overlayId"), "chatsway.v2")) {
      plain.next();
      v2.next();

      GATEWAY.send("DELETE", path(session), "");

      assertThat(plain.status("closed"))
          .hasToString("{\"status\":\"closed\",\"reason\":\"deleted\",\"reconnect\":false}");
      assertThat(v2.next("bye"))
          .hasToString("{\"type\":\"bye\",\"reason\":\"deleted\",\"reconnect\":false}");
      assertThat(List.of(plain.closeCode(), v2.closeCode())).containsOnly(1000);
    }
  }

  @Test
  void anUnknownOverlayIdIsRefusedBeforeTheUpgrade() {
    try (var socket = GATEWAY.connect()) {
      var response = socket.handshake("/ws/overlay/" + UUID.randomUUID()).response();

      assertThat(response.status()).isEqualTo(404);
      assertThat(response.headers()).containsEntry("content-type", "application/problem+json");
      assertThat(response.body()).contains("unknown overlay id");
    }
  }

  @Test
  void anUnknownIdIs404EvenWithoutAnUpgrade() {
    var response = GATEWAY.get("/ws/overlay/00000000-0000-4000-8000-000000000000");

    ProblemAssert.assertProblem(response, 404, "unknown overlay id");
  }

  @Test
  void whoAsksForNoUpgradeIsToldToDoSo() {
    var response = GATEWAY.get("/ws/overlay/" + text(GATEWAY.create(), "overlayId"));

    ProblemAssert.assertProblem(response, 426, "send an upgrade request");
    assertThat(response.headers().firstValue("Upgrade")).hasValue("websocket");
  }

  @Test
  void whateverAClientSendsIsReadAndDropped() {
    JsonNode session = GATEWAY.create();
    try (var overlay = GATEWAY.overlay(text(session, "overlayId"))) {
      var socket = overlay.socket();
      String chunk = "x".repeat(16 << 10);
      socket.sendText("{\"type\":\"ping\"}", true).join();
      for (int i = 0; i < 64; i++) {
        socket.sendText(chunk, i == 63).join();
      }
      for (int i = 0; i < 64; i++) {
        socket.sendBinary(ByteBuffer.wrap(new byte[16 << 10]), i == 63).join();
      }
      for (int i = 0; i < 100; i++) {
        socket.sendText("{}", true).join();
      }
      overlay.forget();

      IntStream.range(0, 10).forEach(i -> overlay.next());

      assertThat(GATEWAY.clients(session)).isEqualTo(1);
    }
  }

  @Test
  void aClientThatLeavesIsNoLongerCounted() {
    JsonNode session = GATEWAY.create();
    var politely = GATEWAY.overlay(text(session, "overlayId"));
    var abruptly = GATEWAY.overlay(text(session, "overlayId"));
    politely.next();
    abruptly.next();
    assertThat(GATEWAY.clients(session)).isEqualTo(2);

    politely.socket().sendClose(1000, "").join();
    await().atMost(Duration.ofSeconds(5)).until(() -> GATEWAY.clients(session) == 1);
    abruptly.socket().abort();

    await().atMost(Duration.ofSeconds(5)).until(() -> GATEWAY.clients(session) == 0);
  }

  @Test
  void aStoppingInstanceTellsEveryClientAndTakesNobodyIn() {
    try (var stopping = TestGateway.start()) {
      String overlayId = text(stopping.create(), "overlayId");
      var plain = stopping.overlay(overlayId);
      var v2 = stopping.overlay(overlayId, "chatsway.v2");
      plain.next();
      v2.next();

      stopping.gateway.drain(Duration.ofSeconds(5)).toCompletableFuture().join();

      assertThat(plain.status("closed"))
          .hasToString("{\"status\":\"closed\",\"reason\":\"going_away\",\"reconnect\":true}");
      assertThat(v2.next("bye"))
          .hasToString("{\"type\":\"bye\",\"reason\":\"going_away\",\"reconnect\":true}");
      assertThat(List.of(plain.closeCode(), v2.closeCode())).containsOnly(1000);
      try (var late = stopping.connect()) {
        var response = late.handshake("/ws/overlay/" + overlayId).response();
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.body()).contains("this instance is stopping");
      }
    }
  }
}
