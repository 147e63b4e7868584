package dev.chatsway.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chatsway.session.VoteStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.RedisClient;

/** The functions on one session, called as the client calls them, on a real Redis. */
final class VoteFunctionsTest {

  private static final RedisServer REDIS = RedisServer.start();
  private static final RedisCommands CALLS = REDIS.calls();
  private static final SessionFunctions FUNCTIONS = new SessionFunctions(CALLS);

  @AfterAll
  static void stop() {
    CALLS.close();
    REDIS.close();
  }

  @Test
  void aVoteMovesTheValueByVoteDeltaAndItsTallyByItsWeight() {
    UUID id = created(Sample.FIELDS);

    Reply up = vote(id, "a", "1", "for", 1);
    Reply down = vote(id, "b", "2", "against", 2.5);

    assertThat(up.value()).isEqualTo(10);
    assertThat(down.value()).isEqualTo(-15);
    assertThat(down.forTally()).isEqualTo(1);
    assertThat(down.againstTally()).isEqualTo(2.5);
    assertThat(down.revision()).isEqualTo(3);
    assertThat(down.settingsRevision()).isEqualTo(1);
  }

  @Test
  void theValueIsClampedAndTheTalliesAreNot() {
    UUID id = created(Sample.fields("sum", 100, 0, 0, 0, false));

    vote(id, "a", "1", "for", 100);
    Reply reply = vote(id, "b", "2", "for", 1);

    assertThat(reply.value()).isEqualTo(100);
    assertThat(reply.forTally()).isEqualTo(101);
    assertThat(vote(id, "c", "3", "against", 1).value()).isZero();
  }

  @Test
  void onTheShareScaleTheValueIsTheShareOfBothTallies() {
    UUID id = created(Sample.fields("share", 10, 0, 0, 0, false));

    vote(id, "a", "1", "for", 1);
    vote(id, "b", "2", "for", 1);
    Reply reply = vote(id, "c", "3", "against", 1);

    assertThat(reply.value()).isCloseTo(100.0 * (2 - 1) / (2 + 1 + 3), within(1e-12));
  }

  @Test
  void theSameMessageCountsOnce() {
    UUID id = created(Sample.FIELDS);

    assertThat(vote(id, "a", "1", "for", 1).status()).isEqualTo(VoteStatus.OK);
    assertThat(vote(id, "a", "1", "for", 1).status()).isEqualTo(VoteStatus.DUPLICATE);
    assertThat(read(id).value()).isEqualTo(10);
  }

  @Test
  void aVotersSecondVoteWithinTheDebounceDoesNotCount() {
    UUID id = created(Sample.fields("sum", 10, 0, 60_000, 0, false));

    assertThat(vote(id, "a", "1", "for", 1).status()).isEqualTo(VoteStatus.OK);
    assertThat(vote(id, "a", "2", "for", 1).status()).isEqualTo(VoteStatus.DEBOUNCED);
    assertThat(vote(id, "b", "3", "for", 1).status()).isEqualTo(VoteStatus.OK);
    assertThat(vote(id, "a", "2", "for", 1).status())
        .as("the answer was final")
        .isEqualTo(VoteStatus.DUPLICATE);
  }

  @Test
  void aDebounceThatIsTurnedOffHoldsNobodyBack() {
    UUID id = created(Sample.fields("sum", 10, 0, 60_000, 0, false));
    vote(id, "a", "1", "for", 1);
    FUNCTIONS.update(id, 1, Sample.FIELDS).toCompletableFuture().join();

    Reply reply = FUNCTIONS
        .applyVote(Sample.voteKeys(id, "a", "2"), 2, "for", 1, "bearer")
        .toCompletableFuture()
        .join();

    assertThat(reply.status()).isEqualTo(VoteStatus.OK);
  }

  @Test
  void theDebounceKeyLivesForTheDebounceAndTheSeenKeyForAQuarterOfAnHour() {
    UUID id = created(Sample.fields("sum", 10, 0, 60_000, 0, false));

    vote(id, "a", "1", "for", 1);

    byte[][] keys = Sample.voteKeys(id, "a", "1");
    assertThat(REDIS.client().pttl(keys[3])).isBetween(50_000L, 60_000L);
    assertThat(REDIS.client().pttl(keys[6])).isBetween(890_000L, 900_000L);
  }

  @Test
  void noMoreVotesCountInAMinuteThanTheLimit() {
    UUID id = created(Sample.fields("sum", 1, 0, 0, 2, false));

    assertThat(vote(id, "a", "1", "for", 1).status()).isEqualTo(VoteStatus.OK);
    assertThat(vote(id, "b", "2", "for", 1).status()).isEqualTo(VoteStatus.OK);
    assertThat(vote(id, "c", "3", "for", 1).status()).isEqualTo(VoteStatus.LIMITED);
    assertThat(read(id).value()).isEqualTo(2);
    assertThat(REDIS.client().pttl(SessionKeys.of(id).rate())).isBetween(50_000L, 60_000L);
  }

  @Test
  void aPausedSessionTakesNoVotesAndItsAnswerIsFinal() {
    UUID id = created(Sample.fields("sum", 10, 0, 0, 0, true));

    assertThat(vote(id, "a", "1", "for", 1).status()).isEqualTo(VoteStatus.PAUSED);
    assertThat(vote(id, "a", "1", "for", 1).status()).isEqualTo(VoteStatus.DUPLICATE);
    assertThat(read(id).revision()).isEqualTo(1);
  }

  @Test
  void aVoteJudgedByOtherSettingsIsStaleAndNothingIsWritten() {
    UUID id = created(Sample.FIELDS);

    Reply reply = FUNCTIONS
        .applyVote(Sample.voteKeys(id, "a", "1"), 7, "for", 1, "bearer")
        .toCompletableFuture()
        .join();

    assertThat(reply.status()).isEqualTo(VoteStatus.STALE);
    assertThat(REDIS.client().exists(Sample.voteKeys(id, "a", "1")[6])).isFalse();
    assertThat(vote(id, "a", "1", "for", 1).status()).isEqualTo(VoteStatus.OK);
  }

  @Test
  void aVoteForNoSessionIsToldSo() {
    assertThat(vote(UUID.randomUUID(), "a", "1", "for", 1).status())
        .isEqualTo(VoteStatus.NO_SESSION);
  }

  @ParameterizedTest
  @CsvSource({
    "1, for, nan",
    "1, for, -1",
    "1, for, 100.1",
    "1, for, inf",
    "1, for, many",
    "1, up, 1",
    "1, FOR, 1",
    "nan, for, 1",
    "-1, for, 1",
  })
  void argumentsOutOfRangeAreInvalidAndChangeNothing(
      String settingsRevision, String side, String weight) {
    UUID id = created(Sample.FIELDS);

    Reply reply =
        raw("apply_vote", Sample.olderVoteKeys(id, "a", "1"), "1", settingsRevision, side, weight);

    assertThat(reply.status()).isEqualTo(VoteStatus.INVALID);
    assertThat(reply.rest()).isNotEmpty();
    assertThat(read(id).revision()).isEqualTo(1);
    assertThat(REDIS.client().exists(Sample.voteKeys(id, "a", "1")[6])).isFalse();
  }

  @Test
  void tooFewKeysOrArgumentsAreInvalid() {
    UUID id = created(Sample.FIELDS);
    byte[][] keys = Sample.voteKeys(id, "a", "1");

    assertThat(raw("apply_vote", new byte[][] {keys[0]}, "1", "1", "for", "1").status())
        .isEqualTo(VoteStatus.INVALID);
    assertThat(raw("apply_vote", keys, "1", "1", "for").status()).isEqualTo(VoteStatus.INVALID);
    assertThat(raw("apply_vote", keys).status()).isEqualTo(VoteStatus.INVALID);
    assertThat(raw("create_session", new byte[][] {keys[0], keys[1]}, "1", "settings", "{}")
            .status())
        .isEqualTo(VoteStatus.INVALID);
    assertThat(raw("update_session", new byte[][] {keys[0], keys[1]}, "1", "1", "settings")
            .status())
        .isEqualTo(VoteStatus.INVALID);
    assertThat(read(id).revision()).isEqualTo(1);
  }

  @Test
  void aCallerThatNeedsANewerLibraryIsToldAndNothingIsWritten() {
    UUID id = created(Sample.FIELDS);

    assertThat(raw("apply_vote", Sample.olderVoteKeys(id, "a", "1"), "99", "1", "for", "1")
            .status())
        .isEqualTo(VoteStatus.OUTDATED);
    assertThat(read(id).revision()).isEqualTo(1);
  }

  @Test
  void aNewDecayRateFirstDecaysWhatThereIsUnderTheOldOne() {
    UUID id = created(Sample.fields("sum", 100, 10, 0, 0, false));
    vote(id, "a", "1", "for", 1);

    Reply reply = FUNCTIONS
        .update(id, 1, Sample.fields("sum", 100, 0, 0, 0, false))
        .toCompletableFuture()
        .join();

    assertThat(reply.status()).isEqualTo(VoteStatus.OK);
    assertThat(reply.value()).isLessThan(100).isGreaterThan(0);
    assertThat(read(id).value()).as("decay has stopped").isEqualTo(reply.value());
  }

  @Test
  void anUpdateOfWhatSomebodyElseChangedMeanwhileIsStale() {
    UUID id = created(Sample.FIELDS);
    FUNCTIONS.update(id, 1, Map.of("name", "one")).toCompletableFuture().join();

    Reply second =
        FUNCTIONS.update(id, 1, Map.of("name", "two")).toCompletableFuture().join();

    assertThat(second.status()).isEqualTo(VoteStatus.STALE);
    assertThat(REDIS
            .client()
            .hget(new String(SessionKeys.of(id).session(), StandardCharsets.US_ASCII), "name"))
        .isEqualTo("one");
  }

  @Test
  void aNameMovesTheRevisionAndASettingTheSettingsRevisionToo() {
    UUID id = created(Sample.FIELDS);

    Reply name =
        FUNCTIONS.update(id, 1, Map.of("name", "one")).toCompletableFuture().join();
    Reply setting = FUNCTIONS
        .update(id, 2, Sample.fields("sum", 20, 0, 0, 0, false))
        .toCompletableFuture()
        .join();

    assertThat(name.revision()).isEqualTo(2);
    assertThat(name.settingsRevision()).isEqualTo(1);
    assertThat(setting.revision()).isEqualTo(3);
    assertThat(setting.settingsRevision()).isEqualTo(2);
  }

  /** A vote of a channel that was removed is stale. */
  @Test
  void aChannelMovesTheSettingsRevision() {
    UUID id = created(Sample.FIELDS);

    Reply channels =
        FUNCTIONS.update(id, 1, Map.of("channels", "[]")).toCompletableFuture().join();

    assertThat(channels.settingsRevision()).isEqualTo(2);
  }

  @Test
  void aResetMakesValueAndTalliesZero() {
    UUID id = created(Sample.FIELDS);
    vote(id, "a", "1", "for", 1);

    FUNCTIONS.reset(id).toCompletableFuture().join();

    Reply reply = read(id);
    assertThat(List.of(reply.value(), reply.forTally(), reply.againstTally())).containsOnly(0.0);
    assertThat(reply.revision()).isEqualTo(3);
  }

  @Test
  void aDeletedSessionLeavesATombstoneForSevenDaysAndNothingElse() {
    UUID id = created(Sample.FIELDS);
    vote(id, "a", "1", "for", 1);

    FUNCTIONS.delete(id).toCompletableFuture().join();

    SessionKeys keys = SessionKeys.of(id);
    assertThat(read(id).status()).isEqualTo(VoteStatus.DELETED);
    assertThat(vote(id, "b", "2", "for", 1).status()).isEqualTo(VoteStatus.DELETED);
    assertThat(REDIS.client().exists(keys.session(), keys.rate())).isZero();
    assertThat(REDIS.client().pttl(keys.live()))
        .isBetween(7 * 86_400_000L - 60_000, 7 * 86_400_000L);
    assertThat(FUNCTIONS.create(id, Sample.FIELDS).toCompletableFuture().join().status())
        .isEqualTo(VoteStatus.EXISTS);
  }

  @Test
  void aSessionWhoseRecordIsLostIsNoSessionAndNotADeletedOne() {
    UUID id = created(Sample.FIELDS);
    REDIS.client().del(SessionKeys.of(id).session());

    assertThat(vote(id, "a", "1", "for", 1).status()).isEqualTo(VoteStatus.NO_SESSION);
    assertThat(FUNCTIONS
            .update(id, 1, Map.of("name", "x"))
            .toCompletableFuture()
            .join()
            .status())
        .isEqualTo(VoteStatus.NO_SESSION);
  }

  @Test
  void numbersThatAreNotWholeTravelAsStringsThatReadBackTheSame() {
    UUID id = created(Sample.fields("sum", 0.1, 0.2, 0, 0, false));

    List<?> answer =
        (List<?>) rawReply("apply_vote", Sample.olderVoteKeys(id, "a", "1"), "1", "1", "for", "3");

    assertThat(answer.get(0)).isInstanceOf(byte[].class);
    assertThat(Double.parseDouble(Reply.text(answer.get(0)))).isEqualTo(0.1 * 3);
    assertThat(Reply.text(answer.get(4))).isEqualTo("0.2");
    assertThat(answer.get(6)).isEqualTo(3L);
  }

  private static UUID created(Map<String, String> fields) {
    UUID id = UUID.randomUUID();
    assertThat(FUNCTIONS.create(id, fields).toCompletableFuture().join().status())
        .isEqualTo(VoteStatus.OK);
    return id;
  }

  private static Reply vote(UUID id, String voter, String message, String side, double weight) {
    return FUNCTIONS
        .applyVote(Sample.voteKeys(id, voter, message), 1, side, weight, "bearer")
        .toCompletableFuture()
        .join();
  }

  private static Reply read(UUID id) {
    RedisClient client = REDIS.client();
    return Reply.of(client.fcallReadonly(
        "get_decayed_value".getBytes(StandardCharsets.US_ASCII),
        List.of(SessionKeys.of(id).live()),
        List.of()));
  }

  private static Reply raw(String function, byte[][] keys, String... arguments) {
    return Reply.of(rawReply(function, keys, arguments));
  }

  private static Object rawReply(String function, byte[][] keys, String... arguments) {
    var bytes = new ArrayList<byte[]>();
    for (String argument : arguments) {
      bytes.add(argument.getBytes(StandardCharsets.US_ASCII));
    }
    return REDIS.client().fcall(function.getBytes(StandardCharsets.US_ASCII), List.of(keys), bytes);
  }
}
