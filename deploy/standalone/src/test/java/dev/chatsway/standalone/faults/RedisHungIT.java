package dev.chatsway.standalone.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatsway.redis.RedisServer;
import dev.chatsway.standalone.e2e.Crowd;
import dev.chatsway.standalone.e2e.Running;
import dev.chatsway.standalone.e2e.Site;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Redis takes connections and says nothing, for a while. */
final class RedisHungIT {

  private static final Duration PAUSE = Duration.ofMillis(50);

  /** Pools, the compiler's too, may not have come to their full size before; a thread for each vote that waits would be dozens. */
  private static final int POOLS_GROW_BY = 16;

  private static final long HEAP_GROWS_BY = 8L << 20;

  @TempDir
  Path temp;

  @Tag("faults")
  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void whoVotesIsToldAndNothingGrows(int seconds) throws Exception {
    hang(Duration.ofSeconds(seconds));
  }

  @Tag("heavy")
  @Test
  void aMinuteIsNoDifferent() throws Exception {
    hang(Duration.ofSeconds(60));
  }

  private void hang(Duration howLong) throws Exception {
    try (var redis = RedisServer.start();
        var process = Running.onRedis(temp, redis.uri())) {
      var site = Site.at(process.url());
      var session = site.create("6003", Site.COUNTING);
      try (var watchers = Watchers.of(site, session);
          var crowd = new Crowd(site, "6003", PAUSE)) {
        await().until(() -> crowd.answered(204) > 20);
        var before = Figures.of(process.process());
        var frozen = System.nanoTime();

        redis.freeze();

        var told = watchers.told(frozen);
        var most = new long[1];
        await().atMost(howLong.plusSeconds(10)).until(() -> {
          assertThat(site.get("/health/ready").statusCode()).isEqualTo(200);
          most[0] = Math.max(most[0], Figures.threads(process.process()));
          return System.nanoTime() - frozen > howLong.toNanos();
        });
        var thawing = System.nanoTime();
        redis.thaw();
        var live = watchers.live(thawing, System.nanoTime());
        crowd.stop();
        var acknowledged = crowd.answered(204);
        assertThat(Watchers.counted(site, session)).isGreaterThanOrEqualTo(acknowledged);
        crowd.retry();
        var after = Figures.of(process.process());

        Figures.print(
            "Redis hung for " + howLong.toSeconds() + " s",
            Map.of(
                "told_ms",
                told.toMillis(),
                "live_ms",
                live.toMillis(),
                "refused",
                crowd.size() - acknowledged,
                "threads",
                before.threads(),
                "threads_at_most",
                most[0],
                "heap_kib",
                before.heap() >> 10,
                "heap_kib_after",
                after.heap() >> 10));
        assertThat(told).isLessThan(Watchers.TOLD);
        assertThat(live).isLessThan(Watchers.BACK);
        assertThat(Watchers.counted(site, session)).isEqualTo(crowd.size());
        assertThat(most[0]).isLessThan(before.threads() + POOLS_GROW_BY);
        assertThat(after.heap()).isLessThan(before.heap() + HEAP_GROWS_BY);
      }
    }
  }
}
