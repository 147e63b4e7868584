package dev.chatsway.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.redis.session.Sessions;
import dev.chatsway.redis.vote.Votes;
import dev.chatsway.session.Session;
import dev.chatsway.session.SessionRequest;
import dev.chatsway.session.SessionSettings;
import dev.chatsway.session.Side;
import dev.chatsway.session.Vote;
import dev.chatsway.session.VoteSource;
import dev.chatsway.session.VoteStatus;
import dev.chatsway.session.VoterIdHasher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A hundred votes a second while an operator has the Sentinels change the primary. */
@Tag("faults")
final class PlannedFailoverTest {

  private static final int PAUSE_MILLIS = 10;
  private static final int BEFORE = 100;
  private static final int AFTER = 200;

  @ParameterizedTest
  @CsvSource({"1, 0", "1, 1", "2, 0", "2, 1"})
  void noAcknowledgedVoteIsLost(int replicas, int minReplicas) throws InterruptedException {
    var options = new String[] {"--min-replicas-to-write", String.valueOf(minReplicas)};
    var metrics = new SimpleMeterRegistry();
    try (var sentinels = RedisSentinels.start(3, replicas, options);
        var calls = new RedisCommands(
            RedisServer.settings("url = \"" + sentinels.uri() + "\""),
            new RedisHealth(metrics),
            new CallMetrics(metrics))) {
      var voters = new Voters(calls);
      RedisCluster.await(() -> voters.acknowledged.size() > BEFORE);

      sentinels.asked("FAILOVER");

      RedisCluster.await(
          () -> RedisCluster.replication(sentinels.primary()).contains("role:slave"));
      RedisCluster.await(
          () -> RedisCluster.replication(sentinels.primary()).contains("master_link_status:up"));
      int before = voters.acknowledged.size();
      RedisCluster.await(() -> voters.acknowledged.size() > before + AFTER);
      voters.stop();
      long lost = voters.lost();

      System.out.printf(
          "{\"figure\":\"planned_failover\",\"replicas\":%d,\"min_replicas_to_write\":%d,"
              + "\"acknowledged\":%d,\"refused\":%d,\"longest_ms\":%d,\"lost\":%d}%n",
          replicas,
          minReplicas,
          voters.acknowledged.size(),
          voters.refused.get(),
          voters.longestMillis.get(),
          lost);
      assertThat(lost).isZero();
    }
  }

  /** Vote every {@value #PAUSE_MILLIS} ms, each another voter with a message id of its own. */
  private static final class Voters {
    private final Votes votes;
    private final Session session;
    private final List<CompletionStage<?>> all = new ArrayList<>();
    private final List<Integer> acknowledged = new CopyOnWriteArrayList<>();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger longestMillis = new AtomicInteger();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    private Voters(RedisCommands calls) {
      votes = new Votes(calls, new VoterIdHasher("secret"));
      session = new Sessions(calls)
          .create(new SessionRequest("", List.of(), SessionSettings.DEFAULTS))
          .toCompletableFuture()
          .join();
      var unused = clock.scheduleAtFixedRate(this::vote, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void vote() {
      int number = all.size();
      long begin = System.nanoTime();
      all.add(vote(number).handle((status, failure) -> {
        if (status == VoteStatus.OK) {
          acknowledged.add(number);
          int took = (int) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
          longestMillis.accumulateAndGet(took, Math::max);
        } else {
          refused.incrementAndGet();
        }
        return status;
      }));
    }

    private CompletionStage<VoteStatus> vote(int number) {
      String name = String.valueOf(number);
      return votes
          .apply(new Vote(session, name, name, VoteSource.BEARER, Side.FOR, 1))
          .thenApply(result -> result.status());
    }

    private void stop() throws InterruptedException {
      clock.shutdown();
      assertThat(clock.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
      all.forEach(each -> each.toCompletableFuture().join());
    }

    /** A message that was counted is a duplicate when it is sent again. */
    private long lost() {
      return acknowledged.stream()
          .map(number -> vote(number).toCompletableFuture())
          .toList()
          .stream()
          .map(CompletableFuture::join)
          .filter(status -> status != VoteStatus.DUPLICATE)
          .count();
    }
  }
}
