package dev.chatsway.gateway;

import static dev.chatsway.gateway.ProblemAssert.assertProblem;
import static dev.chatsway.gateway.TestGateway.text;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What is answered while Redis is away: nothing is known, so nothing is claimed. */
final class SessionApiOutageIT {

  private static final TestGateway GATEWAY = TestGateway.start();
  private static final JsonNode SESSION = GATEWAY.create();

  @BeforeAll
  static void redisGoesAway() {
    GATEWAY.redis.kill();
  }

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /api/v1/sessions",
    "GET, /api/v1/sessions",
    "GET, /api/v1/sessions/ID",
    "DELETE, /api/v1/sessions/ID",
    "POST, /api/v1/sessions/ID/reset",
    "POST, /api/v1/sessions/ID/overlay-id",
    "GET, /api/v1/sessions/ID/clients"
  })
  void everyRequestIsToComeAgain(String method, String path) {
    assertProblem(
        GATEWAY.send(method, path.replace("ID", text(SESSION, "id")), ""),
        503,
        "Redis is not answering");
  }

  @Test
  void aPatchIsToComeAgain() {
    assertProblem(
        GATEWAY.send("PATCH", TestGateway.path(SESSION), "{\"name\":\"x\"}"), 503, "Redis");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ownerToken", "voteToken"})
  void whoHasWhichTokenIsNotKnownEither(String token) {
    assertProblem(
        GATEWAY.sendAs(text(SESSION, token), "GET", TestGateway.path(SESSION), ""), 503, "Redis");
  }

  @Test
  void whereNoTokenIsSentNobodyNeedsRedisToSayNo() {
    assertProblem(GATEWAY.sendAs(null, "GET", TestGateway.path(SESSION), ""), 401, "token");
  }

  @Test
  void thePublicValueIsToBeAskedForAgainByAnyOrigin() {
    var response = GATEWAY.get("/api/v1/overlays/" + text(SESSION, "overlayId"));

    assertProblem(response, 503, "Redis");
    assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
  }

  @Test
  void theOverlayPageIsServedAndKeepsTrying() {
    var response = GATEWAY.get("/overlay/" + text(SESSION, "overlayId"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("<html");
  }

  @Test
  void anOverlaysSocketIsRefusedBeforeTheUpgrade() {
    try (var socket = GATEWAY.connect()) {
      var response =
          socket.handshake("/ws/overlay/" + text(SESSION, "overlayId")).response();

      assertThat(response.status()).isEqualTo(503);
      assertThat(response.headers()).containsEntry("retry-after", "1");
      assertThat(response.body()).contains("Redis is not answering");
    }
  }

  @Test
  void theInstanceStaysReadyAndSaysHowRedisIs() {
    GATEWAY.send("GET", "/api/v1/sessions", "");

    var response = GATEWAY.get("/health/ready");

    assertThat(response.statusCode()).isEqualTo(200);
    JsonNode health = TestGateway.json(response);
    assertThat(text(health, "status")).isEqualTo("ready");
    assertThat(health.at("/redis/up").booleanValue()).isFalse();
    assertThat(health.at("/redis/detail").stringValue()).isNotEqualTo("answering");
    assertThat(GATEWAY.get("/metrics").body()).contains("chatsway_redis_up 0.0");
  }
}
