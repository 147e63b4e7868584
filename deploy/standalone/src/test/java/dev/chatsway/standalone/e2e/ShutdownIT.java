package dev.chatsway.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatsway.gateway.OverlayClient;
import dev.chatsway.redis.RedisServer;
import dev.chatsway.redis.SessionKeys;
import dev.chatsway.standalone.ChatswayProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** SIGTERM while clients watch and votes come in. */
final class ShutdownIT {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String COUNTING =
      "{\"decayRate\": 0, \"voteDelta\": 0.1, \"debounceMillis\": 0}";

  @TempDir
  Path temp;

  @Test
  void everyClientIsToldAndEveryVoteThatWasTakenInIsCountedAndAnswered() throws Exception {
    try (var redis = RedisServer.start();
        var process = Running.onRedis(temp, redis.uri())) {
      var site = Site.at(process.url());
      var session = site.create("5001", COUNTING);
      try (var plain = site.connect(session);
          var page = site.connectV2(session);
          var crowd = new Crowd(site, "5001", Duration.ofMillis(5))) {
        await().until(() -> crowd.answered(204) > 100);

        terminate(process);

        assertToldToComeBack(plain, page);
        crowd.stop();
        assertThat(counted(redis, session)).isEqualTo(crowd.answered(204));
        assertThat(crowd.answered(0)).isPositive(); // they came until nobody was there any more
      }
    }
  }

  @Test
  void theRedisOfItsOwnEndsWithItAndHasKeptEveryVote() throws Exception {
    long accepted;
    JsonNode session;
    try (var process = Running.inFolder(temp)) {
      var site = Site.at(process.url());
      session = site.create("5002", COUNTING);
      try (var plain = site.connect(session);
          var page = site.connectV2(session);
          var crowd = new Crowd(site, "5002", Duration.ofMillis(5))) {
        await().until(() -> crowd.answered(204) > 100);

        terminate(process);

        assertThat(Running.redisServers(temp)).isEmpty();
        assertToldToComeBack(plain, page);
        crowd.stop();
        accepted = crowd.answered(204);
      }
    }
    var again = Running.inThisJvm(temp);
    try {
      assertThat(Site.at(again.url()).shown(session).required("for").asLong()).isEqualTo(accepted);
    } finally {
      again.stop();
    }
  }

  private static void terminate(ChatswayProcess process) throws Exception {
    var asked = System.nanoTime();
    process.process().destroy();

    assertThat(process.exitStatus()).isIn(0, 143);
    var took = Duration.ofNanos(System.nanoTime() - asked);
    assertThat(took).isLessThan(LIMIT);
    assertThat(process.errors()) // no phase of it ran out of time, nothing failed
        .noneMatch(line -> line.contains("CoordinatedShutdown") || line.contains("ERROR"));
    System.out.printf("From SIGTERM to the end: %d ms%n", took.toMillis());
  }

  private static void assertToldToComeBack(OverlayClient plain, OverlayClient page) {
    assertThat(plain.closeCode()).isEqualTo(1000);
    assertThat(plain.last().json().toString())
        .isEqualTo("{\"status\":\"closed\",\"reason\":\"going_away\",\"reconnect\":true}");
    assertThat(page.closeCode()).isEqualTo(1000);
    assertThat(page.last().json().toString())
        .isEqualTo("{\"type\":\"bye\",\"reason\":\"going_away\",\"reconnect\":true}");
  }

  /** The tally that Redis holds: with no decay, the number of votes. */
  private static long counted(RedisServer redis, JsonNode session) {
    var key = SessionKeys.of(UUID.fromString(session.required("id").asString())).live();
    var reply = (List<?>) redis
        .client()
        .fcallReadonly(
            "get_decayed_value", List.of(new String(key, StandardCharsets.US_ASCII)), List.of());
    return (long) reply.get(6);
  }
}
