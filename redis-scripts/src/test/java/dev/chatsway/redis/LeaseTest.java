package dev.chatsway.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class LeaseTest {

  private static final RedisServer REDIS = RedisServer.start();
  private static final RedisCommands CALLS = REDIS.calls();
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @AfterAll
  static void stop() {
    CALLS.close();
    REDIS.close();
  }

  @Test
  void aFreeLeaseIsTakenAndOnlyItsHolderRenewsIt() {
    var one = lease("renewed", MINUTE);
    var two = lease("renewed", MINUTE);
    assertThat(isHeldBy(one)).isTrue();
    var token = REDIS.client().get("renewed");
    assertThat(isHeldBy(two)).isFalse();
    assertThat(two.isHeld()).isFalse();
    REDIS.client().pexpire("renewed", 10_000);
    assertThat(isHeldBy(one)).isTrue();

    assertThat(REDIS.client().pttl("renewed")).isBetween(50_000L, 60_000L);
    assertThat(REDIS.client().get("renewed")).isEqualTo(token);
    assertThat(one.isHeld()).isTrue();
  }

  @Test
  void onlyItsHolderReleasesALease() {
    var one = lease("released", MINUTE);
    var two = lease("released", MINUTE);
    isHeldBy(one);

    release(two);
    assertThat(REDIS.client().exists("released")).isTrue();
    release(one);
    assertThat(one.isHeld()).isFalse();
    assertThat(REDIS.client().exists("released")).isFalse();
    assertThat(isHeldBy(two)).isTrue();
  }

  @Test
  void aLengthOutOfRangeChangesNothing() {
    assertThat(isHeldBy(lease("endless", Duration.ofDays(2)))).isFalse();
    assertThat(REDIS.client().exists("endless")).isFalse();
  }

  private static Lease lease(String key, Duration length) {
    return new Lease(CALLS, key, length);
  }

  private static boolean isHeldBy(Lease lease) {
    return lease.hold().toCompletableFuture().join();
  }

  private static void release(Lease lease) {
    lease.release().toCompletableFuture().join();
  }
}
