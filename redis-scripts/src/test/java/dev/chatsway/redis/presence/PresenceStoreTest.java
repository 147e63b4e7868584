package dev.chatsway.redis.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.redis.RedisCluster;
import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.RedisServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PresenceStoreTest {

  private static final UUID ONE = UUID.randomUUID();
  private static final UUID OTHER = UUID.randomUUID();

  private final RedisServer redis = RedisServer.start();
  private final RedisCommands calls = redis.calls();
  private final PresenceStore here = new PresenceStore(calls);
  private final PresenceStore there = new PresenceStore(calls);
  private final PresenceStore further = new PresenceStore(calls);

  @AfterEach
  void stop() {
    calls.close();
    redis.close();
  }

  @Test
  void thoseOfTheOtherInstancesAreAddedUp() {
    get(here.tell(Map.of(ONE, 1)));
    get(there.tell(Map.of(ONE, 20, OTHER, 300)));
    get(further.tell(Map.of(ONE, 4_000)));

    assertThat(get(here.elsewhere(ONE))).isEqualTo(4_020);
    assertThat(get(here.elsewhere(OTHER))).isEqualTo(300);
    assertThat(get(there.elsewhere(ONE))).isEqualTo(4_001);
    assertThat(get(there.elsewhere(UUID.randomUUID()))).isZero();
  }

  @Test
  void onlyWhatChangedIsToldAndWhatIsGoneIsGone() {
    assertThat(get(there.tell(Map.of(ONE, 20, OTHER, 300)))).isTrue();
    assertThat(get(there.tell(Map.of(ONE, 0)))).isTrue();

    assertThat(get(here.elsewhere(ONE))).isZero();
    assertThat(get(here.elsewhere(OTHER))).isEqualTo(300);
  }

  @Test
  void moreThanOneCommandHoldsIsTold() {
    var many = new HashMap<UUID, Integer>();
    for (int i = 1; i <= 2_000; i++) {
      many.put(UUID.randomUUID(), i);
    }
    get(there.tell(many));

    many.forEach((session, clients) -> assertThat(get(here.elsewhere(session))).isEqualTo(clients));
    many.replaceAll((session, clients) -> 0);
    get(there.tell(many));
    assertThat(get(here.elsewhere(many.keySet().iterator().next()))).isZero();
  }

  @Test
  void thoseOfAnInstanceThatDiedAreGoneWithinFiveSecondsAndSoIsItsName() {
    get(there.tell(Map.of(ONE, 20)));
    long begin = System.nanoTime();

    RedisCluster.await(() -> get(here.elsewhere(ONE)) == 0);

    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(5));
    RedisCluster.await(() -> redis.client().keys("*").isEmpty());
  }

  @Test
  void theTellerLearnsThatRedisLostWhatItTold() {
    get(there.tell(Map.of(ONE, 20)));
    redis.client().flushAll();

    assertThat(get(there.tell(Map.of(OTHER, 1)))).isFalse();

    get(there.withdraw());
    assertThat(get(there.tell(Map.of(ONE, 20, OTHER, 1)))).isTrue();
    assertThat(get(here.elsewhere(ONE))).isEqualTo(20);
  }

  @Test
  void whatIsWithdrawnLeavesNothing() {
    get(there.tell(Map.of(ONE, 20)));
    get(there.withdraw());

    assertThat(redis.client().keys("*")).isEmpty();
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
