package dev.chatsway.gateway;

import static dev.chatsway.gateway.TestGateway.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.session.Side;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What overlays are told when Redis hangs, dies, or forgets. */
final class OverlayOutageIT {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final TestGateway gateway = TestGateway.start();
  private final JsonNode session = gateway.create("{\"settings\":{\"decayRate\":0}}");
  private final OverlayClient plain = gateway.overlay(text(session, "overlayId"));
  private final OverlayClient v2 = gateway.overlay(text(session, "overlayId"), "chatsway.v2");

  @BeforeEach
  void valuesAreShown() {
    gateway.vote(session, Side.FOR);
    plain.next(Duration.ofSeconds(5), message -> message.path("value").asDouble(0) == 10);
    v2.next(Duration.ofSeconds(5), message -> message.path("value").asDouble(0) == 10);
  }

  @AfterEach
  void stop() {
    gateway.redis.thaw();
    gateway.close();
  }

  @Test
  void clientsAreToldWithinASecondThatRedisHangsAndSeeTheSameValuesOnceItGoesOn() {
    gateway.redis.freeze();

    assertThat(plain.next(SECOND, OverlayOutageIT::isDegraded))
        .hasToString("{\"status\":\"degraded\"}");
    assertThat(v2.next(SECOND, OverlayOutageIT::isDegraded))
        .hasToString("{\"type\":\"status\",\"status\":\"degraded\"}");
    plain.forget();
    assertThat(plain.next(Duration.ofMillis(1_500), OverlayOutageIT::isDegraded))
        .as("once a second")
        .isNotNull();
    assertThat(gateway.get("/health/live").statusCode()).isEqualTo(200);

    gateway.redis.thaw();

    assertThat(plain.status("active").get("value").doubleValue()).isEqualTo(10);
    v2.status("active");
    assertThat(v2.next("value").get("value").doubleValue()).isEqualTo(10);
  }

  @Test
  void aClientThatComesDuringAnOutageIsRefusedAndThoseThatAreThereStay() {
    gateway.redis.kill();
    plain.next(SECOND, OverlayOutageIT::isDegraded);
    v2.next(SECOND, OverlayOutageIT::isDegraded);

    try (var socket = gateway.connect()) {
      assertThat(socket
              .handshake("/ws/overlay/" + text(session, "overlayId"))
              .response()
              .status())
          .isEqualTo(503);
    }

    plain.forget();
    plain.next(Duration.ofMillis(1_500), OverlayOutageIT::isDegraded);
  }

  @Test
  void anEventStreamThatIsOpenedDuringAnOutageSaysSoAndEndsOnceRedisAnswers() {
    gateway.redis.freeze();

    try (var socket = gateway.connect()) {
      socket.request("GET", "/sse/overlay/" + text(session, "overlayId"), "Connection: close");
      assertThat(socket.headOnly().status()).isEqualTo(200);
      gateway.redis.thaw();
      socket.awaitEnd();
    }
    try (var socket = gateway.connect()) {
      gateway.redis.kill();
      plain.next(SECOND, OverlayOutageIT::isDegraded);
      socket.request("GET", "/sse/overlay/" + text(session, "overlayId"));
      assertThat(socket.headOnly().status()).isEqualTo(200);
      assertThat(socket.chunk()).isEqualTo("retry: 1000\n\n");
      assertThat(socket.chunk())
          .isEqualTo("data: {\"type\":\"status\",\"status\":\"degraded\"}\n\n");
    }
  }

  @Test
  void aRedisThatCameBackEmptyHasNotDeletedTheSession() {
    gateway.redis.kill();
    gateway.redis.restart();

    plain.next(Duration.ofSeconds(3), OverlayOutageIT::isDegraded);
    v2.next(Duration.ofSeconds(3), OverlayOutageIT::isDegraded);
    gateway.create(); // answered: Redis can be read again
    plain.forget();

    assertThat(plain.next(Duration.ofMillis(1_500))).hasToString("{\"status\":\"degraded\"}");
  }

  private static boolean isDegraded(JsonNode message) {
    return message.path("status").asString("").equals("degraded");
  }
}
