package dev.chatsway.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class LeaseFunctionsTest {

  private static final RedisServer REDIS = RedisServer.start();
  private static final RedisCommands CALLS = REDIS.calls();
  private static final LeaseFunctions LEASES = new LeaseFunctions(CALLS);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @AfterAll
  static void stop() {
    CALLS.close();
    REDIS.close();
  }

  @Test
  void aFreeLeaseIsTakenAndOnlyItsHolderRenewsIt() {
    assertThat(renew("renewed", "one", MINUTE)).isTrue();
    assertThat(renew("renewed", "two", MINUTE)).isFalse();
    assertThat(renew("renewed", "one", MINUTE.multipliedBy(5))).isTrue();

    assertThat(REDIS.client().pttl("renewed")).isBetween(240_000L, 300_000L);
    assertThat(REDIS.client().get("renewed")).isEqualTo("one");
  }

  @Test
  void onlyItsHolderReleasesALease() {
    renew("released", "one", MINUTE);

    assertThat(release("released", "two")).isFalse();
    assertThat(REDIS.client().exists("released")).isTrue();
    assertThat(release("released", "one")).isTrue();
    assertThat(renew("released", "two", MINUTE)).isTrue();
  }

  @Test
  void aLengthOutOfRangeChangesNothing() {
    assertThat(renew("endless", "one", Duration.ofDays(2))).isFalse();
    assertThat(REDIS.client().exists("endless")).isFalse();
  }

  private static boolean renew(String key, String token, Duration length) {
    return LEASES.renew(bytes(key), token, length).toCompletableFuture().join();
  }

  private static boolean release(String key, String token) {
    return LEASES.release(bytes(key), token).toCompletableFuture().join();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
