package dev.chatsway.redis.round;

import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.RedisServer;
import dev.chatsway.redis.SessionKeys;
import dev.chatsway.redis.SettableClock;
import dev.chatsway.redis.session.SessionSnapshot;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.redis.timeline.Timelines;
import dev.chatsway.redis.vote.Votes;
import dev.chatsway.session.LiveState;
import dev.chatsway.session.RoundRequest;
import dev.chatsway.session.Session;
import dev.chatsway.session.SessionRequest;
import dev.chatsway.session.Side;
import dev.chatsway.session.Vote;
import dev.chatsway.session.VoteResult;
import dev.chatsway.session.VoteSource;
import dev.chatsway.session.VoteStatus;
import dev.chatsway.session.VoterIdHasher;
import dev.chatsway.session.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A session on a real Redis whose clock a test sets. */
public final class Bar {

  /** When each test begins, in microseconds. */
  public static final double START = 1.8e15;

  /** The server, and what speaks to it. */
  public record World(RedisServer redis, RedisCommands calls, SettableClock clock)
      implements AutoCloseable {
    public static World start() {
      var redis = RedisServer.start();
      var clock = SettableClock.on(redis);
      return new World(redis, redis.calls(), clock);
    }

    @Override
    public void close() {
      calls.close();
      redis.close();
    }
  }

  private final World world;
  private final Sessions sessions;
  private final Votes votes;
  private final Rounds rounds;
  private final UUID id;
  private double now;

  /** Makes one whose votes all count unless its settings, in JSON with single quotes, say otherwise. */
  public Bar(World world, String settings) {
    this.world = world;
    sessions = new Sessions(world.calls());
    votes = new Votes(world.calls(), new VoterIdHasher("secret"));
    rounds = new Rounds(world.calls());
    at(0);
    var request = JsonMapper.shared().createObjectNode();
    request.putObject("settings").put("debounceMillis", 0).setAll((ObjectNode)
        json("{" + settings + "}"));
    id = get(sessions.create(SessionRequest.parse(request))).id();
  }

  /** So many seconds after the start. */
  public Bar at(double seconds) {
    now = START + Math.round(seconds * 1e6);
    world.clock().set(now);
    return this;
  }

  double now() {
    return now;
  }

  /** Votes as an instance does: judged by the session as it is now, and again if that was stale. */
  public VoteResult vote(Side side) {
    return vote(side, 1);
  }

  VoteResult vote(Side side, double weight) {
    VoteResult result = vote(session(), side, weight);
    return result.status() == VoteStatus.STALE ? vote(session(), side, weight) : result;
  }

  /** Votes by the session as somebody read it. */
  public VoteResult vote(Session judgedBy, Side side, double weight) {
    var voter = UUID.randomUUID().toString();
    return get(
        votes.apply(new Vote(judgedBy, "bot:" + voter, voter, VoteSource.BEARER, side, weight)));
  }

  /** A vote of a voter who may have voted before, by the session as it is now. */
  public VoteStatus vote(Side side, VoteSource source, String voter) {
    return get(votes.apply(new Vote(session(), voter, null, source, side, 1))).status();
  }

  void votes(Side side, int count) {
    for (int i = 0; i < count; i++) {
      vote(side);
    }
  }

  RoundsSnapshot open(String request) {
    return get(rounds.open(id, RoundRequest.parse(json(request)))).orElseThrow();
  }

  RoundsSnapshot close() {
    return get(rounds.close(id)).orElseThrow();
  }

  RoundsSnapshot read() {
    return get(rounds.read(id)).orElseThrow();
  }

  public void reset() {
    get(sessions.reset(id));
  }

  VoteStatus undo() {
    return get(sessions.undoReset(id));
  }

  public void patch(String patch) {
    get(sessions.update(id, session -> session.with(SessionRequest.patched(session, json(patch)))));
  }

  public Session session() {
    return snapshot().session();
  }

  public SessionSnapshot snapshot() {
    return get(sessions.findNow(id)).orElseThrow();
  }

  /** What a tick reads. */
  public LiveState live() {
    return LiveState.at(now(), world.redis().client().get(keys().live()));
  }

  public Timeline timeline() {
    return timeline(Timelines.LONGEST);
  }

  public Timeline timeline(Duration length) {
    return get(new Timelines(world.calls()).read(id, length)).orElseThrow();
  }

  public SessionKeys keys() {
    return SessionKeys.of(id);
  }

  /** So many seconds after the start. */
  public static Instant after(double seconds) {
    return Instant.ofEpochMilli(Math.round(START / 1e3 + seconds * 1e3));
  }

  public UUID id() {
    return id;
  }

  public Sessions sessions() {
    return sessions;
  }

  public static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text.replace('\'', '"'));
  }
}
