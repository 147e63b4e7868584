package dev.chatsway.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ServerStatsTest {

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final RedisServer redis = RedisServer.start();
  private final RedisCommands calls = redis.calls();
  private final ServerStats stats = new ServerStats(calls, metrics);

  @AfterEach
  void stop() {
    calls.close();
    redis.close();
  }

  @Test
  void nothingIsKnownBeforeRedisIsAsked() {
    assertThat(gauge("memory.used")).isNaN();
    assertThat(gauge("replicas")).isNaN();
    assertThat(evicted()).isZero();
  }

  @Test
  void memoryIsShownWithItsLimit() {
    refresh();
    assertThat(gauge("memory.max")).isZero();

    redis.client().configSet("maxmemory", "123456789");
    refresh();

    assertThat(gauge("memory.max")).isEqualTo(123_456_789);
    assertThat(gauge("memory.used")).isBetween(100_000.0, 50_000_000.0);
  }

  @Test
  void keysThatRedisEvictsAreCountedFromTheStartOfThisInstance() {
    evictSome();
    refresh();
    assertThat(evicted()).as("before this instance").isZero();

    evictSome();
    refresh();
    double some = evicted();
    assertThat(some).isPositive();
    refresh();
    assertThat(evicted()).isEqualTo(some);
  }

  @Test
  void aReplicaIsCountedWhileItIsThere() {
    refresh();
    assertThat(gauge("replicas")).isZero();
    try (var replica = RedisServer.start(
        RedisServer.freePort(),
        List.of("--replicaof", "127.0.0.1", String.valueOf(redis.address().getPort())))) {
      RedisCluster.await(() -> refreshed("replicas") == 1);
      assertThat(replica.address()).isNotNull();
    }
    RedisCluster.await(() -> refreshed("replicas") == 0);
  }

  @Test
  void whileRedisDoesNotAnswerNothingIsKnown() {
    refresh();
    assertThat(gauge("memory.used")).isPositive();

    redis.kill();
    refresh();

    assertThat(gauge("memory.used")).isNaN();
    assertThat(gauge("replicas")).isNaN();
  }

  private void evictSome() {
    var client = redis.client();
    client.configSet("maxmemory-policy", "allkeys-random");
    for (int i = 0; i < 100; i++) {
      client.set("key" + i, "x".repeat(10_000));
    }
    client.configSet("maxmemory", "1");
    client.configSet("maxmemory", "0");
    RedisCluster.await(() -> client.info("stats").lines().noneMatch("evicted_keys:0"::equals));
  }

  private double refreshed(String name) {
    refresh();
    return gauge(name);
  }

  private void refresh() {
    stats.refresh().toCompletableFuture().join();
  }

  private double gauge(String name) {
    return metrics.get("chatsway.redis." + name).gauge().value();
  }

  private double evicted() {
    return metrics.get("chatsway.redis.evicted.keys").functionCounter().count();
  }
}
