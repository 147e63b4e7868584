package dev.chatsway.standalone.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatsway.redis.RedisServer;
import dev.chatsway.standalone.e2e.Crowd;
import dev.chatsway.standalone.e2e.Notification;
import dev.chatsway.standalone.e2e.Running;
import dev.chatsway.standalone.e2e.Site;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redis is killed without a word under a running instance, and somebody starts it again. */
@Tag("faults")
final class RedisKilledIT {

  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final long A_SECONDS_VOTES = Duration.ofSeconds(1).dividedBy(PAUSE);

  @TempDir
  Path temp;

  @Test
  void withItsFileItComesBackWithAllButTheLastSecond() throws Exception {
    try (var redis = RedisServer.startWithFile();
        var process = Running.onRedis(temp, redis.uri())) {
      var site = Site.at(process.url());
      var session = site.create("6001", Site.COUNTING);
      try (var watchers = Watchers.of(site, session);
          var crowd = new Crowd(site, "6001", PAUSE)) {
        await().until(() -> crowd.answered(204) > 100);
        var killed = System.nanoTime();

        redis.kill();

        var told = watchers.told(killed);
        assertThat(site.get("/health/ready").statusCode()).isEqualTo(200);
        var starting = System.nanoTime();
        redis.restart();
        var live = watchers.live(starting, System.nanoTime());
        crowd.stop();
        var acknowledged = crowd.answered(204);
        assertThat(crowd.answered(503)).isPositive();
        crowd.retry();
        var lost = crowd.size() - Watchers.counted(site, session);

        Figures.print(
            "Redis killed, with its file",
            Map.of(
                "told_ms",
                told.toMillis(),
                "live_ms",
                live.toMillis(),
                "acknowledged",
                acknowledged,
                "lost",
                lost));
        assertThat(told).isLessThan(Watchers.TOLD);
        assertThat(live).isLessThan(Watchers.BACK);
        assertThat(lost).isBetween(0L, A_SECONDS_VOTES);
        assertThat(process.process().isAlive()).isTrue();
      }
    }
  }

  @Test
  void withoutAFileEverySessionIsGoneAndNewOnesWorkAtOnce() throws Exception {
    try (var redis = RedisServer.start();
        var process = Running.onRedis(temp, redis.uri())) {
      var site = Site.at(process.url());
      var session = site.create("6002", Site.COUNTING);
      try (var watchers = Watchers.of(site, session)) {
        assertThat(site.send(Notification.of("6002", "v", "+"))).isEqualTo(204);
        var killed = System.nanoTime();

        redis.kill();

        var told = watchers.told(killed);
        assertThat(site.send(Notification.of("6002", "w", "+"))).isEqualTo(503);
        redis.restart();
        var back = System.nanoTime();
        await()
            .atMost(Watchers.BACK)
            .until(() -> site.get("/health/ready").body().contains("\"up\":true"));
        var overlay = "/api/v1/overlays/" + session.required("overlayId").asString();
        assertThat(site.get(overlay).statusCode()).isEqualTo(404);
        watchers.plain().await(back, message -> message.status().equals("degraded")); // not a value
        assertThat(watchers.plain().messages())
            .noneMatch(message -> message.at() > back && message.hasValue());

        var fresh = site.create("6002", Site.COUNTING);
        assertThat(site.send(Notification.of("6002", "v", "+"))).isEqualTo(204);
        await().atMost(Watchers.BACK).until(() -> Watchers.counted(site, fresh) == 1);
        Figures.print("Redis killed, without a file", Map.of("told_ms", told.toMillis()));
        assertThat(told).isLessThan(Watchers.TOLD);
      }
    }
  }
}
