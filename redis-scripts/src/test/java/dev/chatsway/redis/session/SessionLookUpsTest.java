package dev.chatsway.redis.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.RedisServer;
import dev.chatsway.session.Channel;
import dev.chatsway.session.SecretKind;
import dev.chatsway.session.Session;
import dev.chatsway.session.SessionRequest;
import dev.chatsway.session.SessionSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.params.RestoreParams;

/** The keys that lead from an id, a token or a channel to its session. */
final class SessionLookUpsTest {

  private final RedisServer redis = RedisServer.start();
  private final RedisCommands calls = redis.calls();
  private final Sessions sessions = new Sessions(calls);

  @AfterEach
  void stop() {
    calls.close();
    redis.close();
  }

  @Test
  void rotationsAtOnceAndADeletionLeaveNoLookUp() {
    Session session = get(sessions.create(request(new Channel("twitch", "1"))));
    var rotations = IntStream.range(0, 60)
        .mapToObj(i -> sessions.rotate(session.id(), SecretKind.VOTE_TOKEN).toCompletableFuture())
        .toList();
    rotations.forEach(each -> each.handle((rotated, failure) -> failure).join());
    assertThat(redis.client().keys("chatsway:vote-token:*")).hasSize(1);

    assertThat(get(sessions.delete(session.id()))).isTrue();

    assertThat(lookUps()).isEmpty();
  }

  @Test
  void rotationsOfSeveralInstancesLeaveTheLookUpOfTheLastAlone() {
    UUID id = get(sessions.create(request(new Channel("twitch", "1")))).id();
    var instances = Stream.generate(redis::calls).limit(8).toList();
    var rotations = instances.stream()
        .map(instance -> rotate(new Sessions(instance), id, 30).toCompletableFuture())
        .toList();
    rotations.forEach(CompletableFuture::join);
    instances.forEach(RedisCommands::close);

    assertThat(redis.client().keys("chatsway:vote-token:*")).hasSize(1);
    assertThat(get(sessions.byVoteToken(get(sessions.find(id)).orElseThrow().voteToken())))
        .isPresent();
  }

  /** Rotates one time after the other; some attempts are refused because of others at the same moment. */
  private static CompletionStage<?> rotate(Sessions sessions, UUID id, int times) {
    return times == 0
        ? CompletableFuture.completedStage(null)
        : sessions
            .rotate(id, SecretKind.VOTE_TOKEN)
            .handle((rotated, failure) -> failure)
            .thenCompose(done -> rotate(sessions, id, times - 1));
  }

  @Test
  void whatAKeyLedToLastTimeIsNotFoundOnceItLeadsElsewhere() {
    var first = new Channel("twitch", "1");
    var second = new Channel("twitch", "2");
    UUID moved = get(sessions.create(request(first))).id();
    assertThat(idsOf(first)).containsExactly(moved);
    UUID come = get(sessions.create(request(first))).id();
    assertThat(idsOf(first)).containsExactlyInAnyOrder(moved, come);

    get(sessions.update(moved, session -> withChannel(session, second)));

    assertThat(idsOf(first)).containsExactly(come);
    assertThat(idsOf(second)).containsExactly(moved);
    get(sessions.delete(come));
    assertThat(idsOf(first)).isEmpty();
  }

  private List<UUID> idsOf(Channel channel) {
    return get(sessions.byChannel(channel)).stream().map(Session::id).toList();
  }

  @Test
  void changesBesideADeletionLeaveNoLookUp() {
    List<CompletableFuture<?>> all = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      Session session = get(sessions.create(request(new Channel("twitch", "1"))));
      UUID id = session.id();
      var other = new Channel("twitch", String.valueOf(2 + i));
      all.add(sessions.update(id, each -> withChannel(each, other)).toCompletableFuture());
      all.add(sessions.delete(id).toCompletableFuture());
      all.add(sessions.rotate(id, SecretKind.OVERLAY_ID).toCompletableFuture());
    }

    all.forEach(each -> each.handle((done, failure) -> failure).join());

    assertThat(lookUps()).isEmpty();
    assertThat(get(sessions.list(10, null)).next()).isNull();
  }

  @Test
  void aLookUpThatLeadsToADeletedSessionOrToAnotherSecretGoesWhenItIsFollowed() {
    var channel = new Channel("twitch", "1");
    Session session = get(sessions.create(request(channel)));
    var before = new HashMap<String, byte[]>();
    lookUps().forEach(key -> before.put(key, redis.client().dump(key)));
    Session rotated = get(sessions.rotate(session.id(), SecretKind.VOTE_TOKEN)).orElseThrow();
    before.forEach((key, value) -> redis.client().restore(key, 0, value, replace()));

    assertThat(get(sessions.byVoteToken(session.voteToken()))).isEmpty();

    assertThat(redis.client().keys("chatsway:vote-token:*")).hasSize(1);
    assertThat(get(sessions.byVoteToken(rotated.voteToken()))).isPresent();
    get(sessions.delete(session.id()));
    before.forEach((key, value) -> redis.client().restore(key, 0, value, replace()));

    assertThat(get(sessions.byChannel(channel))).isEmpty();
    assertThat(get(sessions.list(10, null)).sessions()).isEmpty();
    assertThat(get(sessions.byOverlay(session.overlayId()))).isEmpty();
    assertThat(get(sessions.byVoteToken(session.voteToken()))).isEmpty();
    assertThat(get(sessions.byLinkToken(session.linkToken()))).isEmpty();
    assertThat(get(sessions.byOwnerToken(session.ownerToken()))).isEmpty();

    assertThat(lookUps()).isEmpty();
  }

  @Test
  void aChangeThatIsRepeatedWritesItsLookUpsAgain() {
    var channel = new Channel("twitch", "1");
    Session session = get(sessions.create(request(channel)));
    redis.client().del("chatsway:channel:twitch:" + channel.id());
    assertThat(get(sessions.byChannel(channel))).isEmpty();

    get(sessions.update(session.id(), each -> withChannel(each, channel)));

    assertThat(get(sessions.byChannel(channel))).containsExactly(session);
  }

  @Test
  void aLookUpThatWasLeftBehindIsCheckedAgainstTheRecord() {
    Session session = get(sessions.create(request(new Channel("twitch", "1"))));
    UUID forged = UUID.randomUUID();
    redis.client().set("chatsway:overlay:" + forged, session.id().toString());

    assertThat(get(sessions.byOverlay(forged))).isEmpty();
  }

  private static RestoreParams replace() {
    return RestoreParams.restoreParams().replace();
  }

  private static SessionRequest request(Channel channel) {
    return new SessionRequest("", List.of(channel), SessionSettings.DEFAULTS);
  }

  private static Session withChannel(Session session, Channel channel) {
    return session.with(new SessionRequest(session.name(), List.of(channel), session.settings()));
  }

  /** All keys but those of sessions themselves, whose tombstones stay. */
  private Set<String> lookUps() {
    return redis.client().keys("*").stream()
        .filter(key -> !key.startsWith("chatsway:{") && !key.equals("chatsway:channels:revision"))
        .collect(Collectors.toSet());
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
