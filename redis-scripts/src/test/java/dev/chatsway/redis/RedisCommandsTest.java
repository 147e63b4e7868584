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
