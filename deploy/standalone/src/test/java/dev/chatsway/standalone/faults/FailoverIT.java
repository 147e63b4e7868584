package dev.chatsway.standalone.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatsway.redis.RedisCluster;
import dev.chatsway.redis.RedisSentinels;
import dev.chatsway.redis.SessionKeys;
import dev.chatsway.redis.topology.SlotMap;
import dev.chatsway.standalone.ChatswayProcess;
import dev.chatsway.standalone.e2e.Crowd;
import dev.chatsway.standalone.e2e.Running;
import dev.chatsway.standalone.e2e.Site;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A primary dies or gives a slot away under a whole instance, with clients and voters. */
@Tag("faults")
final class FailoverIT {

  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final long A_SECONDS_VOTES = Duration.ofSeconds(1).dividedBy(PAUSE);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir
  Path temp;

  @Test
  void aPrimaryBehindSentinelsIsKilledAndItsReplicaTakesOver() throws Exception {
    try (var sentinels = RedisSentinels.start();
        var process = Running.onRedis(temp, sentinels.uri())) {
      var site = Site.at(process.url());
      var session = site.create("6101", Site.COUNTING);
      failOver("Sentinel", process, site, session, "6101", sentinels.primary()::kill);
    }
  }

  @Test
  void aPrimaryOfAClusterIsKilledAndItsReplicaTakesOver() throws Exception {
    try (var cluster = RedisCluster.start();
        var process = Running.onRedis(temp, cluster.uri())) {
      var site = Site.at(process.url());
      var session = site.create("6102", Site.COUNTING);
      var primary = cluster.primary(cluster.primaryOf(slot(session)));
      failOver("cluster", process, site, session, "6102", primary::kill);
    }
  }

  private static void failOver(
      String what,
      ChatswayProcess process,
      Site site,
      JsonNode session,
      String channel,
      Runnable kill)
      throws Exception {
    try (var watchers = Watchers.of(site, session);
        var crowd = new Crowd(site, channel, PAUSE)) {
      await().atMost(PATIENCE).until(() -> crowd.answered(204) > 100);
      var killed = System.nanoTime();

      kill.run();

      var told = watchers.told(killed);
      var live = watchers.live(killed + told.toNanos(), killed);
      var sofar = crowd.answered(204);
      await().atMost(PATIENCE).until(() -> crowd.answered(204) > sofar + 100);
      crowd.stop();
      var acknowledged = crowd.answered(204);
      crowd.retry();
      var lost = crowd.size() - Watchers.counted(site, session);

      Figures.print(
          "failover, " + what,
          Map.of(
              "told_ms",
              told.toMillis(),
              "live_ms",
              live.toMillis(),
              "acknowledged",
              acknowledged,
              "refused",
              crowd.size() - acknowledged,
              "lost",
              lost));
      assertThat(told).isLessThan(Watchers.TOLD);
      assertThat(lost).isBetween(0L, A_SECONDS_VOTES); // what was not replicated yet
      assertThat(process.process().isAlive()).isTrue();
    }
  }

  @Test
  void aSlotThatMovesLosesNoVote() throws Exception {
    try (var cluster = RedisCluster.start();
        var process = Running.onRedis(temp, cluster.uri())) {
      var site = Site.at(process.url());
      var session = site.create("6103", Site.COUNTING);
      var home = cluster.primaryOf(slot(session));
      try (var watchers = Watchers.of(site, session);
          var crowd = new Crowd(site, "6103", PAUSE)) {
        await().atMost(PATIENCE).until(() -> crowd.answered(204) > 100);

        cluster.migrate(
            slot(session), cluster.primary(home), cluster.primary((home + 1) % 3), true);

        var sofar = crowd.answered(204);
        await().atMost(PATIENCE).until(() -> crowd.answered(204) > sofar + 100);
        crowd.stop();
        var acknowledged = crowd.answered(204);
        crowd.retry();
        Figures.print(
            "a slot moved",
            Map.of("acknowledged", acknowledged, "refused", crowd.size() - acknowledged));
        assertThat(Watchers.counted(site, session)).isEqualTo(crowd.size());
        assertThat(watchers.plain().last().hasValue()).isTrue();
      }
    }
  }

  private static int slot(JsonNode session) {
    return SlotMap.slot(
        SessionKeys.of(UUID.fromString(session.required("id").asString())).live());
  }
}
