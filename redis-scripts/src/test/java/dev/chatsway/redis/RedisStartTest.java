package dev.chatsway.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatsway.redis.session.Sessions;
import dev.chatsway.session.SessionRequest;
import dev.chatsway.session.SessionSettings;
import dev.chatsway.session.StoreUnavailableException;
import dev.chatsway.session.VoterIdHasher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

final class RedisStartTest {

  private static final VoterIdHasher HASHER = new VoterIdHasher("the token of all instances");
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void waitsForARedisThatStartsLater() {
    try (var redis = RedisServer.start()) {
      redis.kill();
      try (var calls = redis.calls()) {
        var begun = begin(calls, LONG, HASHER);
        assertThatThrownBy(() -> calls.probe().toCompletableFuture().join())
            .hasCauseInstanceOf(StoreUnavailableException.class);
        assertThat(begun).isNotDone();

        redis.restart();

        begun.join();
      }
    }
  }

  @Test
  void waitsForAPrimaryThatHasTooFewReplicasToTakeWrites() {
    try (var redis = RedisServer.start();
        var calls = redis.calls()) {
      redis.client().configSet("min-replicas-to-write", "1");
      var begun = begin(calls, LONG, HASHER);
      RedisCluster.await(() -> refusedWrites(redis) > 1);
      assertThat(begun).isNotDone();

      redis.client().configSet("min-replicas-to-write", "0");

      begun.join();
    }
  }

  @Test
  void startsThoughItsConnectionsBreak() {
    try (var redis = RedisServer.start();
        var killer = new Jedis(redis.address());
        var calls = redis.calls()) {
      var kill = new ClientKillParams().type(ClientType.NORMAL).skipMe(ClientKillParams.SkipMe.YES);
      var begun = begin(calls, LONG, HASHER);
      for (int i = 0; i < 500 && !begun.isDone(); i++) {
        killer.clientKill(kill);
      }

      assertThat((Collection<?>) begun.join()).isNotEmpty(); // what Redis says of itself
    }
  }

  private static long refusedWrites(RedisServer redis) {
    return redis
        .client()
        .info("errorstats")
        .lines()
        .filter(line -> line.startsWith("errorstat_NOREPLICAS:count="))
        .mapToLong(line -> Long.parseLong(line.split("=", 2)[1]))
        .sum();
  }

  @Test
  void endsAtItsLimitAndAtOnceWithAWrongPassword() {
    try (var redis = RedisServer.start();
        var secured =
            RedisServer.start(RedisServer.freePort(), List.of("--requirepass", "right"))) {
      redis.kill();
      try (var calls = redis.calls()) {
        assertThatThrownBy(() -> begin(calls, Duration.ofMillis(500), HASHER).join())
            .hasCauseInstanceOf(StoreUnavailableException.class);
      }
      var url = "url = \"redis://:wrong@" + secured.address() + "\"";
      try (var calls = calls(url)) {
        assertThatThrownBy(() -> begin(calls, LONG, HASHER).join())
            .hasMessageContaining("WRONGPASS");
      }
    }
  }

  @Test
  void asksTheOtherSentinelsAndNodesWhenTheFirstOfTheUrlIsDead() {
    String dead = "127.0.0.1:" + RedisServer.freePort() + ",";
    try (var sentinels = RedisSentinels.start();
        var calls = calls("url = \"" + withFirst(dead, sentinels.uri()) + "\"")) {
      begin(calls, LONG, HASHER).join();
    }
    try (var cluster = RedisCluster.start();
        var calls = calls("url = \"" + withFirst(dead, cluster.uri()) + "\"")) {
      begin(calls, LONG, HASHER).join();
    }
  }

  @Test
  void refusesAnInstanceWithAnotherAdminToken() {
    try (var redis = RedisServer.start();
        var calls = redis.calls()) {
      begin(calls, LONG, HASHER).join();
      begin(calls, LONG, new VoterIdHasher("the token of all instances")).join();

      assertThatThrownBy(
              () -> begin(calls, LONG, new VoterIdHasher("another token")).join())
          .hasCauseInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the admin token differs from that of the instances");
      RedisStart.begin(calls, LONG, new VoterIdHasher("another token"), false)
          .toCompletableFuture()
          .join();
      assertThat(redis.client().get("chatsway:admin-token:fingerprint"))
          .doesNotContain("token of all");
    }
  }

  @Test
  void refusesTheKeysOfADevelopmentBuild() {
    try (var redis = RedisServer.start();
        var calls = redis.calls()) {
      new Sessions(calls)
          .create(new SessionRequest("", List.of(), SessionSettings.DEFAULTS))
          .toCompletableFuture()
          .join();
      begin(calls, LONG, HASHER).join();
      var id = UUID.randomUUID();
      redis.client().zadd("chatsway:sessions", 0, "0000000000000:" + id);
      redis
          .client()
          .hset("chatsway:{" + SessionKeys.bucket(id) + "}:session:" + id, "name", "an old bar");

      assertThatThrownBy(() -> begin(calls, LONG, HASHER).join())
          .hasMessageContaining("sessions of a development build");
    }
  }

  @Test
  void followsAClusterWhoseNodesDoNotNameTheirHosts() {
    for (String type :
        List.of("unknown-endpoint", "hostname")) { // the latter says "?" where there is none
      try (var cluster = RedisCluster.start()) {
        for (int i = 0; i < 3; i++) {
          for (var server : List.of(cluster.primary(i), cluster.replica(i))) {
            server.client().configSet("cluster-preferred-endpoint-type", type);
          }
        }
        try (var calls = calls("url = \"" + cluster.uri() + "\"")) {
          begin(calls, LONG, HASHER).join();
          var sessions = new Sessions(calls);
          for (int i = 0; i < 20; i++) {
            var session = sessions
                .create(new SessionRequest("", List.of(), SessionSettings.DEFAULTS))
                .toCompletableFuture()
                .join();
            assertThat(sessions.reset(session.id()).toCompletableFuture().join())
                .isTrue();
          }
        }
      }
    }
  }

  private static String withFirst(String host, String uri) {
    int authority = Math.max(uri.indexOf("://") + 3, uri.indexOf('@') + 1);
    return uri.substring(0, authority) + host + uri.substring(authority);
  }

  private static CompletableFuture<?> begin(
      RedisCommands calls, Duration limit, VoterIdHasher hasher) {
    return RedisStart.begin(calls, limit, hasher, true).toCompletableFuture();
  }

  private static RedisCommands calls(String url) {
    var metrics = new SimpleMeterRegistry();
    return new RedisCommands(
        RedisServer.settings(url), new RedisHealth(metrics), new CallMetrics(metrics));
  }
}
