package dev.chatsway.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatsway.broadcaster.BroadcasterProtocol.ClientCount;
import dev.chatsway.gateway.Message;
import dev.chatsway.gateway.OverlayClient;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Redis goes away under a running instance, and comes back: nobody is lied to, nothing is lost, nobody has to help. */
@Tag("faults")
final class RedisFaultsIT {

  private static final Duration TOLD = Duration.ofSeconds(1);
  private static final Duration BACK = Duration.ofSeconds(5);
  private static final Duration FROZEN = Duration.ofSeconds(5);

  /** A pool may not have come to its full size before; a thread for each vote that waits would be dozens. */
  private static final int POOLS_GROW_BY = 8;

  @TempDir
  Path temp;

  /** A vote every 10 ms. */
  private static final int LAST_SECOND = 100;

  @Test
  void aKilledRedisIsToldAtOnceAndComesBackByItselfWithAllItHeld() throws Exception {
    try (var process = Running.inFolder(temp)) {
      var site = Site.at(process.url());
      var session = site.create("4001", Site.COUNTING);
      var unseen = site.create("4002", "{}");
      try (var plain = site.connect(session);
          var page = site.connectV2(session);
          var crowd = new Crowd(site, "4001", Duration.ofMillis(10))) {
        await().until(() -> crowd.answered(204) > 20);
        var redis = Running.redisServers(temp).get(0);

        redis.destroyForcibly();
        var killed = System.nanoTime();

        assertDegraded(plain, page, killed);
        assertHealthy(site);
        assertLive(plain, page, killed);
        crowd.stop();
        assertThat(crowd.answered(503)).isPositive();
        crowd.retry();
        // Acknowledged in the last second, and not in the file yet because a sync was under way:
        // everysec may lose that.
        assertThat(site.shown(session).required("for").asDouble())
            .isBetween((double) crowd.size() - LAST_SECOND, (double) crowd.size());
        assertThat(site.shown(unseen).required("value").asDouble()).isZero();
        assertHealthy(site);
        assertThat(process.process().isAlive()).isTrue();
        assertThat(Running.redisServers(temp)).hasSize(1).doesNotContain(redis);
      }
    }
  }

  @Test
  void aFrozenRedisIsToldAtOnceAndHoldsUpNobody() throws Exception {
    var instance = Running.inThisJvm(temp);
    try {
      var site = Site.at(instance.url());
      var broadcaster = new BroadcasterProbe(instance.system());
      var session = site.create("4003", Site.COUNTING);
      try (var plain = site.connect(session);
          var page = site.connectV2(session);
          var crowd = new Crowd(site, "4003", Duration.ofMillis(50))) {
        await().until(() -> crowd.answered(204) > 20);
        assertThat(broadcaster.count()).isEqualTo(new ClientCount(1, 2));
        var threads = threads();
        var redis = Running.redisServers(temp).get(0);

        Running.signal("STOP", redis);
        var frozen = System.nanoTime();
        try {
          assertDegraded(plain, page, frozen);
          await().atMost(FROZEN.multipliedBy(2)).pollInSameThread().until(() -> {
            assertHealthy(site);
            assertThat(broadcaster.count()).isEqualTo(new ClientCount(1, 2));
            assertThat(threads()).isLessThan(threads + POOLS_GROW_BY);
            return System.nanoTime() - frozen > FROZEN.toNanos();
          });
        } finally {
          Running.signal("CONT", redis);
        }
        var thawed = System.nanoTime();

        assertLive(plain, page, thawed);
        assertThat(broadcaster.slowest()).isLessThan(Duration.ofMillis(100));
        crowd.stop();
        assertThat(crowd.answered(503)).isPositive();
        crowd.retry();
        assertCounted(site, session, crowd.size());
        assertThat(threads()).isLessThan(threads + POOLS_GROW_BY);
        System.out.printf(
            "Redis frozen for %d s: slowest GetClientCount %.1f ms, %d votes answered 503 of %d, %d threads%n",
            FROZEN.toSeconds(),
            broadcaster.slowest().toNanos() / 1e6,
            crowd.answered(503),
            crowd.size(),
            threads());
      }
    } finally {
      instance.stop();
    }
  }

  private static void assertDegraded(OverlayClient plain, OverlayClient page, long since)
      throws Exception {
    plain.await(since, message -> message.status().equals("degraded"), TOLD);
    page.await(0, message -> message.status().equals("degraded"), TOLD);
  }

  private static void assertLive(OverlayClient plain, OverlayClient page, long since)
      throws Exception {
    var limit = BACK.minusNanos(System.nanoTime() - since);
    var told =
        plain.await(0, message -> message.status().equals("degraded"), limit).at();
    plain.await(told, Message::hasValue, limit);
    var active =
        page.await(told - TOLD.toNanos(), message -> message.status().equals("active"), limit);
    page.await(active.at(), message -> message.is("value"), limit);
  }

  private static void assertHealthy(Site site) throws Exception {
    assertThat(site.get("/health/live").statusCode()).isEqualTo(200);
    assertThat(site.get("/health/ready").statusCode()).isEqualTo(200);
  }

  /** Every vote once: those that were refused at first too, and none of them twice. */
  private static void assertCounted(Site site, JsonNode session, int votes) throws Exception {
    assertThat(site.shown(session).required("for").asDouble()).isEqualTo(votes);
  }

  /** The threads of the instance; those of the test's own clients do not count. */
  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("chatsway"))
        .count();
  }
}
