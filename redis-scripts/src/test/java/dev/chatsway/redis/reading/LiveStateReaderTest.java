package dev.chatsway.redis.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatsway.redis.CallMetrics;
import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.RedisHealth;
import dev.chatsway.redis.RedisServer;
import dev.chatsway.redis.SessionKeys;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.redis.vote.Votes;
import dev.chatsway.session.LiveState;
import dev.chatsway.session.Session;
import dev.chatsway.session.SessionRequest;
import dev.chatsway.session.SessionSettings;
import dev.chatsway.session.Side;
import dev.chatsway.session.StoreUnavailableException;
import dev.chatsway.session.Vote;
import dev.chatsway.session.VoteSource;
import dev.chatsway.session.VoteStatus;
import dev.chatsway.session.VoterIdHasher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LiveStateReaderTest {

  private final RedisServer redis = RedisServer.start();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final RedisHealth health = new RedisHealth(metrics);
  private final LiveStateReader reader =
      new LiveStateReader(redis.settings(), health, new CallMetrics(metrics));

  @AfterEach
  void stop() {
    reader.close();
    redis.close();
  }

  @Test
  void readsMoreSessionsThanOneCallHoldsInTheOrderOfTheRoster() {
    try (RedisCommands calls = redis.calls()) {
      Session session = get(
          new Sessions(calls).create(new SessionRequest("", List.of(), SessionSettings.DEFAULTS)));
      get(new Votes(calls, new VoterIdHasher("secret"))
          .apply(new Vote(session, "a", null, VoteSource.BEARER, Side.AGAINST, 1)));
      int last = 2 * redis.settings().readChunk();
      var sessions = new ArrayList<>(IntStream.range(0, last)
          .mapToObj(i -> SessionKeys.of(UUID.randomUUID()))
          .toList());
      sessions.add(SessionKeys.of(session.id()));

      List<LiveState> values = get(reader.read(reader.roster(sessions)));

      assertThat(values.get(0).status()).isEqualTo(VoteStatus.NO_SESSION);
      assertThat(values.get(last - 1).status()).isEqualTo(VoteStatus.NO_SESSION);
      assertThat(values.get(last).status()).isEqualTo(VoteStatus.OK);
      assertThat(values.get(last).value()).isBetween(-10.0, -9.0);
      assertThat(values.get(last).againstTally()).isBetween(0.9, 1.0);
      assertThat(values.get(last).forTally()).isZero();
      assertThat(values.get(last).decayRate()).isEqualTo(0.2);
      assertThat(values.get(last).revision()).isEqualTo(2);
      assertThat(values.get(last).settingsRevision()).isEqualTo(1);
      assertThat(values.get(last).forVotes()).isZero();
      assertThat(values.get(last).againstVotes()).isEqualTo(1);
      assertThat(values.get(last - 1).againstVotes()).isZero();
    }
  }

  @Test
  void aReadingFailsWhileRedisIsAwayAndSucceedsWhenItIsBack() {
    ReadPlan roster = reader.roster(List.of(SessionKeys.of(UUID.randomUUID())));
    get(reader.read(roster));
    redis.kill();

    assertThatThrownBy(() -> get(reader.read(roster)))
        .hasCauseInstanceOf(StoreUnavailableException.class);
    assertThat(health.state().up()).isFalse();

    redis.restart();
    assertThat(get(reader.read(roster)).get(0).status()).isEqualTo(VoteStatus.NO_SESSION);
    assertThat(health.state().up()).isTrue();
  }

  @Test
  void aFrozenRedisFailsTheReadingAfterTheReadTimeoutAndIsReadAgainWhenItThaws() {
    ReadPlan roster = reader.roster(List.of(SessionKeys.of(UUID.randomUUID())));
    get(reader.read(roster));
    redis.freeze();

    assertThatThrownBy(() -> get(reader.read(roster)))
        .hasCauseInstanceOf(StoreUnavailableException.class);

    redis.thaw();
    assertThat(get(reader.read(roster)).get(0).status()).isEqualTo(VoteStatus.NO_SESSION);
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
