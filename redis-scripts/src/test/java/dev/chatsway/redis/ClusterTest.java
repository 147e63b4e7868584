package dev.chatsway.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.redis.reading.LiveStateReader;
import dev.chatsway.redis.reading.ReadPlan;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.redis.topology.SlotMap;
import dev.chatsway.redis.vote.Votes;
import dev.chatsway.session.LiveState;
import dev.chatsway.session.Session;
import dev.chatsway.session.SessionRequest;
import dev.chatsway.session.SessionSettings;
import dev.chatsway.session.Side;
import dev.chatsway.session.Vote;
import dev.chatsway.session.VoteResult;
import dev.chatsway.session.VoteSource;
import dev.chatsway.session.VoteStatus;
import dev.chatsway.session.VoterIdHasher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What votes and readings go through while a cluster changes under them. */
@Tag("faults")
final class ClusterTest {

  private static final int SESSIONS = 60;

  private final RedisCluster cluster = RedisCluster.start();
  private final RedisSettings settings = RedisServer.settings(
      "url = \"" + cluster.uri() + "\"",
      "node-patience = 10s",
      "read-timeout = 3s",
      "call-timeout = 10s");
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final RedisHealth health = new RedisHealth(metrics);
  private final RedisCommands calls = new RedisCommands(settings, health, new CallMetrics(metrics));
  private final LiveStateReader reader =
      new LiveStateReader(settings, health, new CallMetrics(metrics));
  private final Sessions sessions = new Sessions(calls);
  private final Votes votes = new Votes(calls, new VoterIdHasher("secret"));
  private final List<Session> made = IntStream.range(0, SESSIONS)
      .mapToObj(
          i -> get(sessions.create(new SessionRequest("", List.of(), SessionSettings.DEFAULTS))))
      .toList();
  private final ReadPlan roster =
      reader.roster(made.stream().map(each -> SessionKeys.of(each.id())).toList());

  @AfterEach
  void stop() {
    reader.close();
    calls.close();
    cluster.close();
  }

  @Test
  void everySlotMovesUnderVotesAndReadingsAndNoneIsLost() {
    var counted = new int[SESSIONS];
    for (int slot : made.stream().mapToInt(ClusterTest::slot).distinct().toArray()) {
      int home = cluster.primaryOf(slot);
      RedisServer from = cluster.primary(home);
      RedisServer to = cluster.primary((home + 1) % 3);
      cluster.migrate(slot, from, to, false); // its keys are still where they were: every call asks
      List<Integer> inIt = IntStream.range(0, SESSIONS)
          .filter(i -> slot(made.get(i)) == slot)
          .boxed()
          .toList();
      List<CompletionStage<VoteResult>> underWay = new ArrayList<>();
      inIt.forEach(i -> underWay.add(vote(made.get(i))));
      isRead(inIt, counted);
      for (Object key : RedisCluster.keysIn(from, slot)) {
        RedisCluster.moveKey((byte[]) key, from, to);
        isRead(inIt, counted); // with the sessions of one bucket on two nodes
      }
      cluster.finish(slot, from, to);
      for (int i = 0; i < inIt.size(); i++) {
        VoteResult result = get(underWay.get(i));
        assertThat(result.status()).isEqualTo(VoteStatus.OK);
        counted[inIt.get(i)]++;
        assertThat(get(vote(made.get(inIt.get(i)))).status()).isEqualTo(VoteStatus.OK);
        counted[inIt.get(i)]++;
      }
      isRead(inIt, counted);
    }
    for (int i = 0; i < SESSIONS; i++) {
      assertThat(get(reader.read(roster)).get(i).revision()).isEqualTo(1 + 2);
    }
  }

  @Test
  void aLibraryThatOneNodeLostIsPutThereAgain() {
    get(reader.read(roster));
    for (int i = 0; i < 3; i++) {
      cluster.primary(i).client().functionFlush();

      List<LiveState> values = get(reader.read(roster));

      assertThat(values.stream().allMatch(LiveState::isRead)).isTrue();
      assertThat(made)
          .allSatisfy(session -> assertThat(get(vote(session)).status()).isEqualTo(VoteStatus.OK));
    }
  }

  @Test
  void aNodeThatHangsDarkensOnlyItsSessionsAndTheOthersAreReadAtFullRate() {
    get(reader.read(roster));
    cluster.replica(1).kill(); // or it would take over
    cluster.primary(1).freeze();
    get(reader.read(roster)); // which waits for as long as a reply may take

    var slowest = 0L;
    long end = System.nanoTime() + 2 * settings.readTimeout().toNanos();
    while (System.nanoTime() < end) {
      var begin = System.nanoTime();
      List<LiveState> values = get(reader.read(roster));
      slowest = Math.max(slowest, System.nanoTime() - begin);

      for (int i = 0; i < SESSIONS; i++) {
        boolean onIt = cluster.primaryOf(slot(made.get(i))) == 1;
        assertThat(values.get(i).isRead()).isEqualTo(!onIt);
      }
    }
    assertThat(slowest).isLessThan(settings.readTimeout().toNanos());
    cluster.primary(1).thaw();
    RedisCluster.await(() -> allAreRead());
  }

  @Test
  void aReplicaTakesOverWhenItsPrimaryIsKilledAndHasTheLibrary() {
    made.forEach(session -> get(vote(session)));
    RedisCluster.await(() -> IntStream.range(0, 3).allMatch(this::isInStep));
    cluster.primary(0).kill();

    RedisCluster.await(() -> allAreRead());

    List<LiveState> values = get(reader.read(roster));
    for (int i = 0; i < SESSIONS; i++) {
      assertThat(values.get(i).revision()).isEqualTo(2);
      assertThat(values.get(i).value()).isBetween(0.0, 10.0);
    }
    assertThat(made).allSatisfy(session -> RedisCluster.await(() -> isCounted(session)));
    RedisCluster.await(() -> health.state().up());
  }

  private boolean isInStep(int i) {
    return offset(cluster.primary(i), "master_repl_offset")
        .equals(offset(cluster.replica(i), "slave_repl_offset"));
  }

  private static String offset(RedisServer server, String name) {
    return RedisCluster.replication(server)
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1))
        .findFirst()
        .orElseThrow();
  }

  private boolean allAreRead() {
    try {
      List<LiveState> values = get(reader.read(roster));
      return IntStream.range(0, SESSIONS)
          .allMatch(i -> values.get(i).isRead() && values.get(i).status() == VoteStatus.OK);
    } catch (CompletionException e) {
      return false;
    }
  }

  private boolean isCounted(Session session) {
    try {
      return get(vote(session)).status() == VoteStatus.OK;
    } catch (CompletionException e) {
      return false;
    }
  }

  private void isRead(List<Integer> some, int[] votes) {
    List<LiveState> values = get(reader.read(roster));
    for (int i = 0; i < SESSIONS; i++) {
      assertThat(values.get(i).isRead()).isTrue();
      assertThat(values.get(i).status()).isEqualTo(VoteStatus.OK);
    }
    // a vote that is under way may have been counted already
    some.forEach(i -> assertThat(values.get(i).revision()).isBetween(1L + votes[i], 2L + votes[i]));
  }

  private CompletionStage<VoteResult> vote(Session session) {
    return votes.apply(
        new Vote(session, UUID.randomUUID().toString(), null, VoteSource.BEARER, Side.FOR, 1));
  }

  private static int slot(Session session) {
    return SlotMap.slot(SessionKeys.of(session.id()).live());
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
