package dev.chatsway.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatsway.redis.timeline.Timelines;
import dev.chatsway.session.VoteSource;
import dev.chatsway.session.VoteStatus;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

final class FunctionLibraryTest {

  private static final RedisServer REDIS = RedisServer.start();

  @AfterAll
  static void stop() {
    REDIS.close();
  }

  @BeforeEach
  void noLibrary() {
    REDIS.client().functionFlush();
  }

  @Test
  void isLoadedWhereItIsMissing() {
    try (ReconnectingConnection link = REDIS.link()) {
      assertThat(version(link)).isEqualTo(FunctionLibrary.VERSION);
    }
  }

  @Test
  void manyInstancesThatStartAtOnceAllFindIt() {
    var starts = IntStream.range(0, 8)
        .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
          try (ReconnectingConnection link = REDIS.link()) {
            return version(link);
          }
        }))
        .toList();

    assertThat(starts)
        .allSatisfy(start -> assertThat(start.join()).isEqualTo(FunctionLibrary.VERSION));
  }

  @Test
  void replacesAnOlderOne() {
    loadVersion(0);

    try (ReconnectingConnection link = REDIS.link()) {
      assertThat(version(link)).isEqualTo(FunctionLibrary.VERSION);
    }
  }

  @Test
  void leavesANewerOneAlone() {
    loadVersion(99);

    try (ReconnectingConnection link = REDIS.link()) {
      assertThat(version(link)).isEqualTo(99);
    }
  }

  @Test
  void isLoadedAgainWhenRedisLostItAndTheCallIsRepeated() {
    try (ReconnectingConnection link = REDIS.link()) {
      version(link);
      REDIS.client().functionFlush();

      assertThat(version(link)).isEqualTo(FunctionLibrary.VERSION);
    }
  }

  @Test
  void aCallThatAnOlderLibraryRefusedIsRepeatedWithThisOneAndAppliedOnce() {
    try (RedisCommands calls = REDIS.calls()) {
      var functions = new SessionFunctions(calls);
      UUID id = UUID.randomUUID();
      functions.create(id, Sample.FIELDS).toCompletableFuture().join();
      loadVersion(0);

      Reply reply = functions
          .applyVote(Sample.voteKeys(id, "a", "m"), 1, "for", 1, "bearer")
          .toCompletableFuture()
          .join();

      assertThat(reply.status()).isEqualTo(VoteStatus.OK);
      assertThat(reply.libraryVersion()).isEqualTo(FunctionLibrary.VERSION);
      assertThat(reply.revision()).isEqualTo(2);
    }
  }

  /** Before the one that knows test votes. */
  @Test
  void aVoteOfASourceThatAnOlderLibraryDoesNotKnowIsRecordedOnceThatIsReplaced() {
    try (RedisCommands calls = REDIS.calls()) {
      var functions = new SessionFunctions(calls);
      UUID id = UUID.randomUUID();
      functions.create(id, Sample.FIELDS).toCompletableFuture().join();
      var older = source()
          .replaceFirst("local VERSION = \\d+", "local VERSION = 12")
          .replace(", test = 64", "");
      assertThat(older).isNotEqualTo(source());
      REDIS.client().functionLoadReplace(older);

      functions
          .applyVote(Sample.voteKeys(id, "a", "m"), 1, "for", 1, VoteSource.TEST.wire())
          .toCompletableFuture()
          .join();

      var timeline = new Timelines(calls)
          .read(id, Duration.ofMinutes(1))
          .toCompletableFuture()
          .join()
          .orElseThrow();
      assertThat(timeline.sources()).containsOnlyKeys(VoteSource.TEST);
    }
  }

  @Test
  void everySourceHasTheBitOfTheLibrary() {
    assertThat(VoteSource.values())
        .allSatisfy(
            each -> assertThat(source()).containsOnlyOnce(each.wire() + " = " + each.bit()));
  }

  @Test
  void everyStatusIsAWordOfTheLibrary() {
    assertThat(VoteStatus.values())
        .filteredOn(status -> !status.isDecidedByText())
        .allSatisfy(status -> assertThat(source()).contains("'" + status.wire() + "'"));
  }

  @Test
  void functionsThatOnlyReadRefuseToWrite() {
    try (ReconnectingConnection link = REDIS.link()) {
      version(link);
      REDIS
          .client()
          .functionLoadReplace(source()
              .replaceAll(
                  "(?s)local function chatsway_version\\(\\).*?end",
                  "local function chatsway_version() return redis.call('SET', 'x', 'y') end"));

      assertThatThrownBy(
              () -> REDIS.client().fcallReadonly("chatsway_version", List.of(), List.of()))
          .isInstanceOf(JedisDataException.class)
          .hasMessageContaining("Write commands are not allowed");
      assertThatThrownBy(() -> REDIS.client().fcallReadonly("apply_vote", List.of(), List.of()))
          .isInstanceOf(JedisDataException.class)
          .hasMessageContaining("Can not execute a script with write flag using *_ro command");
    }
  }

  private static long version(ReconnectingConnection link) {
    return (Long) link.roundTrip(List.of(
            new CommandArguments(Command.FCALL_RO).add("chatsway_version").add(0)))
        .get(0);
  }

  private static void loadVersion(int version) {
    REDIS
        .client()
        .functionLoadReplace(
            source().replaceFirst("local VERSION = \\d+", "local VERSION = " + version));
  }

  private static String source() {
    return Sample.resource("chatsway.lua");
  }
}
