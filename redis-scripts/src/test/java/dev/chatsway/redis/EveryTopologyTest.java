package dev.chatsway.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.chatsway.redis.reading.LiveStateReader;
import dev.chatsway.redis.session.SessionPage;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.redis.signin.Principal;
import dev.chatsway.redis.signin.SignIns;
import dev.chatsway.redis.topology.SlotMap;
import dev.chatsway.redis.vote.Votes;
import dev.chatsway.session.Channel;
import dev.chatsway.session.LiveState;
import dev.chatsway.session.SecretKind;
import dev.chatsway.session.Session;
import dev.chatsway.session.SessionRequest;
import dev.chatsway.session.SessionSettings;
import dev.chatsway.session.Side;
import dev.chatsway.session.StoreUnavailableException;
import dev.chatsway.session.Vote;
import dev.chatsway.session.VoteResult;
import dev.chatsway.session.VoteSource;
import dev.chatsway.session.VoteStatus;
import dev.chatsway.session.VoterIdHasher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The same life of sessions through each kind of Redis. */
final class EveryTopologyTest {

  private static final int SESSIONS = 40;

  @Test
  void sessionsLiveOnOneServerAndAreReadFromItsReplica() {
    try (var redis = RedisServer.start();
        var replica = RedisServer.start(
            RedisServer.freePort(),
            List.of("--replicaof", "127.0.0.1 " + redis.address().getPort()))) {
      RedisCluster.await(() -> RedisCluster.replication(replica).contains("master_link_status:up"));
      liveAndAreRead(redis.uri());
    }
  }

  @Test
  void sessionsLiveBehindTlsWithAUserWhoMayDoNoMoreThanIsNeeded() {
    try (var redis = SecuredRedis.start()) {
      liveAndAreRead("rediss://" + SecuredRedis.LOGIN + redis.known());
    }
  }

  @Test
  void sessionsLiveBehindSentinels() {
    try (var sentinels = RedisSentinels.start()) {
      liveAndAreRead(sentinels.uri());
    }
  }

  @Test
  void sessionsLiveBehindSentinelsByTlsWithAUserAndAPasswordForTheSentinels() {
    try (var sentinels = RedisSentinels.startSecured()) {
      liveAndAreRead(sentinels.uri(), "sentinel-password = \"" + SecuredRedis.PASSWORD + "\"");
    }
  }

  @Test
  void sessionsLiveInACluster() {
    try (var cluster = RedisCluster.start()) {
      liveAndAreRead(cluster.uri());
    }
  }

  @Test
  void sessionsLiveInAClusterByTlsWithAUser() {
    try (var cluster = RedisCluster.startSecured()) {
      liveAndAreRead(cluster.uri());
    }
  }

  @Test
  void whoHasNoLoginOrFindsAnotherHostsCertificateIsTold() {
    try (var redis = SecuredRedis.start()) {
      var port = redis.known().getPort();
      assertThat(refusal("url = \"rediss://127.0.0.1:" + port + "\"")).contains("NOAUTH");
      assertThat(refusal("url = \"rediss://bars:wrong@127.0.0.1:" + port + "\""))
          .contains("WRONGPASS");
      assertThat(refusal("url = \"rediss://" + SecuredRedis.LOGIN + "localhost:" + port + "\""))
          .contains("SSLHandshakeException", "localhost");
    }
    try (var sentinels = RedisSentinels.startSecured()) {
      assertThat(refusal("url = \"" + sentinels.uri() + "\"")).contains("NOAUTH");
    }
  }

  private static String refusal(String url) {
    var metrics = new SimpleMeterRegistry();
    var health = new RedisHealth(metrics);
    try (var calls =
        new RedisCommands(RedisServer.settings(url), health, new CallMetrics(metrics))) {
      Throwable why = catchThrowable(() -> get(calls.probe()));
      assertThat(why).hasCauseInstanceOf(StoreUnavailableException.class);
      return String.valueOf(why.getMessage());
    }
  }

  private static void liveAndAreRead(String uri, String... more) {
    String lines = String.join("\n", more) + "\nurl = \"" + uri + "\"";
    live(RedisServer.settings(lines, "read-from = primary"));
    live(RedisServer.settings(lines, "read-from = replica"));
  }

  private static void signInLives(SignIns signIns, Session session) {
    var begun = get(signIns.begin(Principal.of(session.id()), "mark"));
    assertThat(get(signIns.use(begun.secret()))).contains(begun.signIn());
    assertThat(get(signIns.of(Principal.of(session.id())))).containsExactly(begun.signIn());
    get(signIns.endAll(Principal.of(session.id())));
    assertThat(get(signIns.use(begun.secret()))).isEmpty();
  }

  private static void live(RedisSettings settings) {
    var metrics = new SimpleMeterRegistry();
    var health = new RedisHealth(metrics);
    var callMetrics = new CallMetrics(metrics);
    try (var calls = new RedisCommands(settings, health, callMetrics);
        var reader = new LiveStateReader(settings, health, callMetrics)) {
      get(calls.probe());
      var sessions = new Sessions(calls);
      var votes = new Votes(calls, new VoterIdHasher("secret"));
      var channel = new Channel("twitch", "1");
      var made = new ArrayList<Session>();
      IntStream.range(0, SESSIONS)
          .mapToObj(i -> sessions.create(
              new SessionRequest("bar " + i, List.of(channel), SessionSettings.DEFAULTS)))
          .toList()
          .forEach(each -> made.add(get(each)));
      assertThat(buckets(made)).isGreaterThan(10); // so that in a cluster every node has some

      for (Session session : made) {
        assertThat(vote(votes, session, "a", "m").status()).isEqualTo(VoteStatus.OK);
        assertThat(vote(votes, session, "a", "m").status()).isEqualTo(VoteStatus.DUPLICATE);
        assertThat(vote(votes, session, "a", "n").status()).isEqualTo(VoteStatus.DEBOUNCED);
      }
      signInLives(new SignIns(calls, Duration.ofHours(1), Duration.ofDays(1)), made.get(0));
      isReadAs(reader, made, VoteStatus.OK);
      assertThat(get(sessions.byChannel(channel))).hasSize(SESSIONS);
      assertThat(list(sessions)).containsExactlyInAnyOrderElementsOf(made);

      Session first = made.get(0);
      Session rotated = get(sessions.rotate(first.id(), SecretKind.VOTE_TOKEN)).orElseThrow();
      assertThat(get(sessions.byVoteToken(first.voteToken()))).isEmpty();
      assertThat(get(sessions.byVoteToken(rotated.voteToken()))).contains(rotated);
      assertThat(get(sessions.byOverlay(first.overlayId()))).isPresent();
      assertThat(vote(votes, first, "b", null).status()).isEqualTo(VoteStatus.STALE);
      assertThat(get(sessions.reset(first.id()))).isTrue();
      assertThat(get(votes.foresee(rotated, "a")).status()).isEqualTo(VoteStatus.DEBOUNCED);

      made.forEach(session -> assertThat(get(sessions.delete(session.id()))).isTrue());
      isReadAs(reader, made, VoteStatus.DELETED);
      assertThat(list(sessions)).isEmpty();
      assertThat(get(sessions.byOverlay(first.overlayId()))).isEmpty();
      assertThat(health.state().up()).isTrue();
    }
  }

  /** At last: a replica may have it later than its primary. */
  private static void isReadAs(LiveStateReader reader, List<Session> made, VoteStatus status) {
    var roster =
        reader.roster(made.stream().map(each -> SessionKeys.of(each.id())).toList());
    RedisCluster.await(() -> {
      try {
        List<LiveState> values = get(reader.read(roster));
        return IntStream.range(0, made.size())
            .allMatch(i -> values.get(i).isRead()
                && values.get(i).status() == status
                && (status != VoteStatus.OK
                    || (values.get(i).value() > 0 && values.get(i).value() <= 10)));
      } catch (CompletionException e) {
        return false; // not within its patience, on a machine that has much to do
      }
    });
  }

  private static long buckets(List<Session> sessions) {
    return sessions.stream()
        .map(session -> SlotMap.slot(SessionKeys.of(session.id()).live()))
        .distinct()
        .count();
  }

  private static List<Session> list(Sessions sessions) {
    var all = new ArrayList<Session>();
    Optional<String> after = Optional.empty();
    do {
      SessionPage page = get(sessions.list(15, after.orElse(null)));
      all.addAll(page.sessions());
      after = Optional.ofNullable(page.next());
    } while (after.isPresent());
    return all;
  }

  private static VoteResult vote(
      Votes votes, Session session, String voter, @Nullable String message) {
    return get(votes.apply(new Vote(session, voter, message, VoteSource.BEARER, Side.FOR, 1)));
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
