package dev.chatsway.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.session.LiveState;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** How many votes have counted since the last reset, as an overlay may show. */
final class CountsTest {

  private static final RedisServer REDIS = RedisServer.start();
  private static final RedisCommands CALLS = REDIS.calls();
  private static final SessionFunctions FUNCTIONS = new SessionFunctions(CALLS);

  @AfterAll
  static void stop() {
    CALLS.close();
    REDIS.close();
  }

  @Test
  void everyVoteThatMovesTheBarCountsOnceWhateverItsWeight() {
    UUID id = created();

    vote(id, "1", "for", 1);
    vote(id, "2", "for", 2.5);
    vote(id, "3", "against", 1);
    vote(id, "3", "against", 1); // the same message once more
    vote(id, "4", "against", 0);

    assertThat(counts(id)).containsExactly(2, 1);
  }

  @Test
  void aChangeOfSettingsKeepsTheCountsAndAResetDoesNot() {
    UUID id = created();
    vote(id, "1", "for", 1);
    FUNCTIONS
        .update(id, 1, Sample.fields("share", 10, 0.5, 0, 0, false))
        .toCompletableFuture()
        .join();
    assertThat(counts(id)).containsExactly(1, 0);

    FUNCTIONS.reset(id).toCompletableFuture().join();

    assertThat(counts(id)).containsExactly(0, 0);
  }

  @Test
  void aStateThatAnOlderBuildWroteIsLiveAndCountsFromThenOn() {
    UUID id = created();
    vote(id, "1", "for", 1);
    byte[] live = SessionKeys.of(id).live();
    REDIS.client().set(live, Arrays.copyOf(REDIS.client().get(live), 64));
    assertThat(counts(id)).containsExactly(0, 0);

    vote(id, "2", "against", 1);

    assertThat(counts(id)).containsExactly(0, 1);
  }

  private static UUID created() {
    UUID id = UUID.randomUUID();
    FUNCTIONS.create(id, Sample.FIELDS).toCompletableFuture().join();
    return id;
  }

  private static void vote(UUID id, String message, String side, double weight) {
    FUNCTIONS
        .applyVote(Sample.voteKeys(id, message, message), 1, side, weight, "bearer")
        .toCompletableFuture()
        .join();
  }

  private static long[] counts(UUID id) {
    var state = LiveState.at(0, REDIS.client().get(SessionKeys.of(id).live()));
    return new long[] {state.forVotes(), state.againstVotes()};
  }
}
