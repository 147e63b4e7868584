package dev.chatsway.gateway;

import static dev.chatsway.gateway.TestGateway.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatsway.http.RawSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** How many clients there may be, and what becomes of those that are slow or vanish. */
final class OverlayLimitsIT {

  /** Small buffers and many ticks, so that a client that reads nothing is noticed in seconds. */
  private static final TestGateway GATEWAY = TestGateway.start(
      "chatsway.broadcaster.max-clients-per-session = 2",
      "chatsway.broadcaster.max-clients = 3",
      "chatsway.broadcaster.stall-limit = 1s",
      "chatsway.broadcaster.tick = 10ms",
      "chatsway.gateway.send-buffer = 1KiB",
      "akka.stream.materializer.io.tcp.write-buffer-size = 1KiB");

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void aClientTooManyIsRefusedBeforeTheUpgradeAndTakenInOnceThereIsRoom() {
    JsonNode session = GATEWAY.create();
    JsonNode other = GATEWAY.create();
    var one = GATEWAY.overlay(text(session, "overlayId"));
    var two = GATEWAY.overlay(text(session, "overlayId"), "chatsway.v2");
    var three = GATEWAY.overlay(text(other, "overlayId"));

    assertRefused(session, "this instance has 3 clients already");
    leave(three, other, 0);
    assertRefused(session, "this session has 2 clients already");
    assertThat(GATEWAY.clients(session)).isEqualTo(2);
    leave(one, session, 1);
    try (var next = GATEWAY.overlay(text(session, "overlayId"))) {
      assertThat(next.next().has("value")).isTrue();
    }
    leave(two, session, 0);
  }

  private static void assertRefused(JsonNode session, String why) {
    try (var socket = GATEWAY.connect()) {
      var response =
          socket.handshake("/ws/overlay/" + text(session, "overlayId")).response();

      assertThat(response.status()).isEqualTo(503);
      assertThat(response.headers())
          .containsEntry("retry-after", "1")
          .containsEntry("content-type", "application/problem+json");
      assertThat(response.body()).contains(why);
    }
  }

  private static void leave(OverlayClient client, JsonNode session, int left) {
    client.socket().abort();
    await().atMost(Duration.ofSeconds(5)).until(() -> GATEWAY.clients(session) == left);
  }

  @Test
  void aClientThatReadsNothingIsEvictedWhileTheOthersGoOnUndisturbed() {
    JsonNode session = GATEWAY.create("{\"settings\":{\"voteDelta\":100}}");
    double before = evicted("stalled");
    try (var slow = GATEWAY.connect(1_024);
        var quick = GATEWAY.overlay(text(session, "overlayId"))) {
      assertThat(slow.handshake("/ws/overlay/" + text(session, "overlayId"))
              .response()
              .status())
          .isEqualTo(101);
      await().atMost(Duration.ofSeconds(5)).until(() -> GATEWAY.clients(session) == 2);

      long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (evicted("stalled") == before && System.nanoTime() < end) {
        quick.next(Duration.ofMillis(750));
      }

      assertThat(evicted("stalled")).isEqualTo(before + 1);
      assertThat(GATEWAY.clients(session)).isEqualTo(1);
      assertThat(quick.next().has("value")).isTrue();
      slow.awaitEnd();
    }
    await().atMost(Duration.ofSeconds(5)).until(() -> GATEWAY.clients(session) == 0);
  }

  @Test
  void aClientThatVanishesBeforeItsUpgradeIsNotCountedForEver() {
    JsonNode session = GATEWAY.create();
    for (int i = 0; i < 3; i++) {
      vanishDuringTheHandshake(session);
    }

    await().atMost(Duration.ofSeconds(10)).until(() -> GATEWAY.clients(session) == 0);
    try (var one = GATEWAY.overlay(text(session, "overlayId"));
        var two = GATEWAY.overlay(text(session, "overlayId"))) {
      assertThat(one.next().has("value")).isTrue();
      assertThat(two.next().has("value")).isTrue();
    }
  }

  /** Redis holds the look-up of the overlay id until the peer is gone. */
  private static void vanishDuringTheHandshake(JsonNode session) {
    GATEWAY.redis.freeze();
    try {
      RawSocket socket = GATEWAY.connect();
      socket.handshake("/ws/overlay/" + text(session, "overlayId"));
      assertThat(socket.isSilentFor(Duration.ofMillis(100))).isTrue();
      socket.reset();
    } finally {
      GATEWAY.redis.thaw();
    }
  }

  private static double evicted(String reason) {
    return GATEWAY
        .metrics
        .get("chatsway.broadcaster.clients.evicted")
        .tag("reason", reason)
        .counter()
        .count();
  }
}
