package dev.chatsway.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatsway.redis.session.Sessions;
import dev.chatsway.session.SessionRequest;
import dev.chatsway.session.SessionSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

final class RedisCommandsTest {

  @Test
  void aRedisThatHasNoRoomIsSaidToTakeNoVotesUntilItHas() {
    var meters = new SimpleMeterRegistry();
    var health = new RedisHealth(meters);
    try (var redis = RedisServer.start();
        var calls = new RedisCommands(redis.settings(), health, new CallMetrics(meters))) {
      var sessions = new Sessions(calls);
      create(sessions);
      setMostMemory(redis, "1");

      assertThatThrownBy(() -> create(sessions)).hasMessageContaining("OOM ");

      assertThat(health.state().up()).isTrue();
      assertThat(health.state().detail())
          .startsWith("answering, but takes no votes: " + redis.address() + ": OOM ");
      setMostMemory(redis, "0");
      create(sessions);
      assertThat(health.state().detail()).isEqualTo("answering");
    }
  }

  @Test
  void aRedisThatHasRoomAgainIsSaidToTakeVotesAlthoughNoFunctionIsCalled() {
    var meters = new SimpleMeterRegistry();
    var health = new RedisHealth(meters);
    try (var redis = RedisServer.start();
        var calls = new RedisCommands(redis.settings(), health, new CallMetrics(meters))) {
      calls.probe().toCompletableFuture().join(); // which puts the library there
      setMostMemory(redis, "1");
      assertThatThrownBy(() -> set(calls)).hasMessageContaining("OOM ");
      RedisCluster.await(() -> refusedWrites(redis) > 1); // the one above, and a probe
      assertThat(writable(meters)).isZero();
      setMostMemory(redis, "0");

      RedisCluster.await(() -> {
        set(calls); // as a gateway does, which never lets its connection idle
        return writable(meters) == 1;
      });

      assertThat(health.state().detail()).isEqualTo("answering");
    }
  }

  private static void set(RedisCommands calls) {
    var command = new CommandArguments(Command.SET).add("chatsway:test").add("1");
    calls.call("SET", command).toCompletableFuture().join();
  }

  private static long refusedWrites(RedisServer redis) {
    return redis
        .client()
        .info("errorstats")
        .lines()
        .filter(line -> line.startsWith("errorstat_OOM:count="))
        .mapToLong(line -> Long.parseLong(line.split("=", 2)[1]))
        .sum();
  }

  private static double writable(SimpleMeterRegistry meters) {
    return meters.get("chatsway.redis.writable").gauge().value();
  }

  private static void create(Sessions sessions) {
    sessions
        .create(new SessionRequest("", List.of(), SessionSettings.DEFAULTS))
        .toCompletableFuture()
        .join();
  }

  private static void setMostMemory(RedisServer redis, String bytes) {
    RedisCluster.ask(
        redis, new CommandArguments(Command.CONFIG).add("SET").add("maxmemory").add(bytes));
  }

  @Test
  void closingAnIdleOneTakesNoTime() {
    try (var redis = RedisServer.start()) {
      var slowest = Duration.ZERO;
      for (var i = 0; i < 200; i++) { // whether its thread is quicker than ours is a matter of luck
        var calls = redis.calls();
        calls.probe().toCompletableFuture().join();
        var begin = System.nanoTime();

        calls.close();

        var took = Duration.ofNanos(System.nanoTime() - begin);
        slowest = took.compareTo(slowest) > 0 ? took : slowest;
      }
      assertThat(slowest).isLessThan(Duration.ofMillis(500)); // what the way down has for it
    }
  }
}
