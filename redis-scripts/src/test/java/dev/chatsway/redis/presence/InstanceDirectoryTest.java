package dev.chatsway.redis.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.redis.RedisCluster;
import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.RedisServer;
import dev.chatsway.redis.presence.InstanceDirectory.Entry;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class InstanceDirectoryTest {

  private static final Entry GATEWAY = new Entry(
      "a:8790", "1.0.0+x", List.of("gateway"), Instant.parse("2026-01-02T03:04:05Z"), 3, 20);
  private static final Entry INGEST = new Entry(
      "b:8790", "1.0.0+x", List.of("ingest"), Instant.parse("2026-01-02T03:04:06Z"), 0, 0);

  private final RedisServer redis = RedisServer.start();
  private final RedisCommands calls = redis.calls();
  private final InstanceDirectory gateway = new InstanceDirectory(calls);
  private final InstanceDirectory ingest = new InstanceDirectory(calls);

  @AfterEach
  void stop() {
    calls.close();
    redis.close();
  }

  @Test
  void listsWhatEachInstanceAnnouncedLastByName() {
    assertThat(get(gateway.list())).isEmpty();
    get(ingest.announce(INGEST));
    get(gateway.announce(
        new Entry(GATEWAY.name(), GATEWAY.version(), GATEWAY.roles(), GATEWAY.since(), 0, 0)));
    get(gateway.announce(GATEWAY));

    assertThat(get(ingest.list())).containsExactly(GATEWAY, INGEST);
  }

  @Test
  void anInstanceThatStopsWithdraws() {
    get(gateway.announce(GATEWAY));
    get(ingest.announce(INGEST));
    get(gateway.withdraw());

    assertThat(get(ingest.list())).containsExactly(INGEST);
    get(ingest.withdraw());
    assertThat(redis.client().keys("*")).isEmpty();
  }

  @Test
  void anInstanceThatDiedDisappearsWithItsLeaseAndLeavesNothing() {
    get(gateway.announce(GATEWAY));
    assertThat(redis
            .client()
            .pttl(redis.client().keys("chatsway:{clients}:running:*").iterator().next()))
        .isBetween(1L, (long) InstanceDirectory.LEASE_MILLIS);

    RedisCluster.await(() -> get(ingest.list()).isEmpty());

    RedisCluster.await(() -> redis.client().keys("*").isEmpty());
  }

  @Test
  void fieldsOfANewerBuildAreIgnored() {
    get(gateway.announce(GATEWAY));
    var key = redis.client().keys("chatsway:{clients}:running:*").iterator().next();
    redis.client().set(key, redis.client().get(key).replaceFirst("\\{", "{\"zone\":\"x\","));

    assertThat(get(ingest.list())).containsExactly(GATEWAY);
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
