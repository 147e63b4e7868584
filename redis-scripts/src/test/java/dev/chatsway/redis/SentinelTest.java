package dev.chatsway.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.redis.reading.LiveStateReader;
import dev.chatsway.redis.reading.ReadPlan;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.redis.vote.Votes;
import dev.chatsway.session.LiveState;
import dev.chatsway.session.Session;
import dev.chatsway.session.SessionRequest;
import dev.chatsway.session.SessionSettings;
import dev.chatsway.session.Side;
import dev.chatsway.session.Vote;
import dev.chatsway.session.VoteSource;
import dev.chatsway.session.VoteStatus;
import dev.chatsway.session.VoterIdHasher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What votes and readings go through while Sentinels change the primary. */
@Tag("faults")
final class SentinelTest {

  private final RedisSentinels sentinels = RedisSentinels.start();
  private final RedisSettings settings = RedisServer.settings(url());
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final RedisHealth health = new RedisHealth(metrics);
  private final RedisCommands calls = new RedisCommands(settings, health, new CallMetrics(metrics));
  private final Votes votes = new Votes(calls, new VoterIdHasher("secret"));
  private final Session session =
      get(new Sessions(calls).create(new SessionRequest("", List.of(), SessionSettings.DEFAULTS)));

  private String url() {
    return "url = \"" + sentinels.uri() + "\"";
  }

  @AfterEach
  void stop() {
    calls.close();
    sentinels.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"primary", "replica"})
  void aReplicaTakesOverWhenThePrimaryIsKilled(String readFrom) {
    try (var reader = reader(readFrom)) {
      ReadPlan roster = reader.roster(List.of(SessionKeys.of(session.id())));
      get(vote());
      RedisCluster.await(() -> revision(reader, roster) == 2);
      sentinels.awaitInStep();
      sentinels.primary().kill();

      RedisCluster.await(this::isCounted);

      // more, where a vote was counted whose answer did not come in time
      RedisCluster.await(() -> revision(reader, roster) >= 3);
      RedisCluster.await(() -> health.state().up());
    }
  }

  @Test
  void aPrimaryThatWasDemotedIsLeftByVotesAndByReadings() {
    try (var reader = reader("primary")) {
      ReadPlan roster = reader.roster(List.of(SessionKeys.of(session.id())));
      get(vote());
      assertThat(revision(reader, roster)).isEqualTo(2);
      sentinels.demote();

      assertThat(get(vote())).isEqualTo(VoteStatus.OK); // refused by the one, counted by the other
      RedisCluster.await(() -> revision(reader, roster) == 3);
    }
  }

  @Test
  void aReplicaThatHangsIsLeftForThePrimary() {
    try (var reader = reader("replica")) {
      ReadPlan roster = reader.roster(List.of(SessionKeys.of(session.id())));
      RedisCluster.await(() -> revision(reader, roster) == 1);
      sentinels.replica().freeze();
      get(vote());

      RedisCluster.await(() -> revision(reader, roster) == 2);

      sentinels.replica().thaw();
    }
  }

  @Test
  void theTimeUntilAVoteIsVisibleOnAReplicaIsMeasured() {
    try (var reader = reader("replica")) {
      ReadPlan roster = reader.roster(List.of(SessionKeys.of(session.id())));
      RedisCluster.await(() -> revision(reader, roster) == 1);
      var slowest = Duration.ZERO;
      var sum = Duration.ZERO;
      int votesCast = 200;
      for (int i = 1; i <= votesCast; i++) {
        get(vote());
        long begin = System.nanoTime();
        int revision = 1 + i;
        RedisCluster.await(() -> revision(reader, roster) == revision);
        var took = Duration.ofNanos(System.nanoTime() - begin);
        sum = sum.plus(took);
        slowest = took.compareTo(slowest) > 0 ? took : slowest;
      }
      System.out.printf(
          "{\"figure\":\"replica_staleness\",\"votes\":%d,\"mean_ms\":%.2f,\"max_ms\":%.2f}%n",
          votesCast, sum.toNanos() / 1e6 / votesCast, slowest.toNanos() / 1e6);
      assertThat(sum.dividedBy(votesCast)).isLessThan(Duration.ofSeconds(1));
    }
  }

  private LiveStateReader reader(String readFrom) {
    return new LiveStateReader(
        RedisServer.settings(url(), "read-from = " + readFrom), health, new CallMetrics(metrics));
  }

  /** -1 where nothing could be read. */
  private static long revision(LiveStateReader reader, ReadPlan roster) {
    try {
      List<LiveState> values = get(reader.read(roster));
      return values.get(0).isRead() ? values.get(0).revision() : -1;
    } catch (CompletionException e) {
      return -1;
    }
  }

  private boolean isCounted() {
    try {
      return get(vote()) == VoteStatus.OK;
    } catch (CompletionException e) {
      return false;
    }
  }

  private CompletionStage<VoteStatus> vote() {
    return votes
        .apply(
            new Vote(session, UUID.randomUUID().toString(), null, VoteSource.BEARER, Side.FOR, 1))
        .thenApply(result -> result.status());
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
