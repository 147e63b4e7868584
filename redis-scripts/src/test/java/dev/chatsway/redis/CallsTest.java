package dev.chatsway.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class CallsTest {

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
