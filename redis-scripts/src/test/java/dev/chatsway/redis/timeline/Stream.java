package dev.chatsway.redis.timeline;

import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.RedisServer;
import dev.chatsway.redis.SessionKeys;
import dev.chatsway.redis.SettableClock;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.redis.vote.Votes;
import dev.chatsway.session.Session;
import dev.chatsway.session.SessionRequest;
import dev.chatsway.session.Side;
import dev.chatsway.session.Vote;
import dev.chatsway.session.VoteSource;
import dev.chatsway.session.VoteStatus;
import dev.chatsway.session.VoterIdHasher;
import dev.chatsway.session.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.json.JsonMapper;

/** A session on a stream whose hours pass as the test says. */
final class Stream {

  static final Instant START = Instant.parse("2026-11-22T18:00:00Z");

  /** The server, and what speaks to it. */
  record World(RedisServer redis, RedisCommands calls, SettableClock clock)
      implements AutoCloseable {
    static World start() {
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
  private final Timelines timelines;
  private Session session;

  Stream(World world, String settings) {
    this.world = world;
    sessions = new Sessions(world.calls());
    votes = new Votes(world.calls(), new VoterIdHasher("secret"));
    timelines = new Timelines(world.calls());
    at(0);
    session = get(sessions.create(SessionRequest.parse(
        JsonMapper.shared().readTree("{\"settings\":" + settings.replace('\'', '"') + "}"))));
  }

  /** So many seconds after the start. */
  Stream at(double seconds) {
    world.clock().set((START.toEpochMilli() + Math.round(seconds * 1000)) * 1000.0);
    return this;
  }

  VoteStatus vote(Side side) {
    return vote(side, VoteSource.TWITCH);
  }

  VoteStatus vote(Side side, VoteSource source) {
    return vote(side, source, UUID.randomUUID().toString());
  }

  VoteStatus vote(Side side, VoteSource source, String voter) {
    return get(votes.apply(new Vote(session, voter, null, source, side, 1))).status();
  }

  void reset() {
    get(sessions.reset(session.id()));
  }

  void delete() {
    get(sessions.delete(session.id()));
  }

  void patch(String settings) {
    var patch = JsonMapper.shared().readTree("{\"settings\":" + settings.replace('\'', '"') + "}");
    session = get(sessions.update(
            session.id(), before -> before.with(SessionRequest.patched(before, patch))))
        .orElseThrow();
  }

  Timeline timeline() {
    return timeline(Timelines.LONGEST);
  }

  Timeline timeline(Duration length) {
    return get(timelines.read(session.id(), length)).orElseThrow();
  }

  /** What clients are shown. */
  double value() {
    return get(sessions.findNow(session.id())).orElseThrow().live().value();
  }

  SessionKeys keys() {
    return SessionKeys.of(session.id());
  }

  UUID id() {
    return session.id();
  }

  static Instant after(double seconds) {
    return START.plusMillis(Math.round(seconds * 1000));
  }

  static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
