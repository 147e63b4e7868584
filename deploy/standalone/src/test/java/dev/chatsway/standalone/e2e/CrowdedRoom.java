package dev.chatsway.standalone.e2e;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.stream.javadsl.Sink;
import com.typesafe.config.ConfigFactory;
import dev.chatsway.broadcaster.BroadcasterProtocol;
import dev.chatsway.broadcaster.ClientQueue;
import dev.chatsway.broadcaster.Frame;
import dev.chatsway.broadcaster.Protocol;
import dev.chatsway.gateway.Gateway;
import dev.chatsway.gateway.Urls;
import dev.chatsway.redis.CallMetrics;
import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.RedisHealth;
import dev.chatsway.redis.RedisServer;
import dev.chatsway.redis.reading.LiveStateReader;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.redis.vote.Votes;
import dev.chatsway.session.AdminToken;
import dev.chatsway.session.RelayPolicy;
import dev.chatsway.session.Session;
import dev.chatsway.session.SessionRequest;
import dev.chatsway.session.SessionSettings;
import dev.chatsway.session.Side;
import dev.chatsway.session.Tracing;
import dev.chatsway.session.Vote;
import dev.chatsway.session.VoteSource;
import dev.chatsway.session.VoterIdHasher;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * The gateway's own Broadcaster in the Akka testkit, reading a real Redis for clients of the default protocol, who keep all
 * that they are sent.
 */
final class CrowdedRoom implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ActorTestKit kit = ActorTestKit.create(ConfigFactory.load());
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final RedisCommands calls;
  private final LiveStateReader reader;
  private final ActorRef<BroadcasterProtocol.Command> broadcaster;
  private final List<List<CompletionStage<List<Frame>>>> streams = new ArrayList<>();

  CrowdedRoom(RedisServer redis, int sessions, int clients) {
    metrics.config().meterFilter(new WithPercentile());
    var health = new RedisHealth(metrics);
    var callMetrics = new CallMetrics(metrics);
    calls = new RedisCommands(redis.settings(), health, callMetrics);
    reader = new LiveStateReader(redis.settings(), health, callMetrics);
    var records = new Sessions(calls);
    var votes = new Votes(calls, new VoterIdHasher("token"));
    var unused = new Gateway(
        kit.system(),
        kit.system().settings().config(),
        calls,
        records,
        votes,
        reader,
        new AdminToken("token"),
        new Urls(() -> ""),
        RelayPolicy.none(),
        metrics,
        Tracing.OFF,
        "test");
    broadcaster = BroadcasterProbe.of(kit.system());
    for (var i = 0; i < sessions; i++) {
      var session = records
          .create(new SessionRequest("", List.of(), SessionSettings.DEFAULTS))
          .toCompletableFuture()
          .join();
      votes
          .apply(new Vote(session, "voter", null, VoteSource.BEARER, Side.FOR, 1 + i % 10))
          .toCompletableFuture()
          .join();
      var joined = new ArrayList<CompletionStage<List<Frame>>>();
      for (var client = 0; client < clients; client++) {
        joined.add(join(session));
      }
      streams.add(joined);
    }
  }

  private CompletionStage<List<Frame>> join(Session session) {
    var queue = ClientQueue.create(
        closed -> broadcaster.tell(new BroadcasterProtocol.Unregister(session.id(), closed)));
    var stream = queue.source().runWith(Sink.seq(), kit.system());
    var registration = kit.<BroadcasterProtocol.Registration>createTestProbe();
    broadcaster.tell(new BroadcasterProtocol.Register(
        session.id(),
        null,
        session.overlayId(),
        Protocol.DEFAULT,
        queue,
        session.settingsRevision(),
        session.settings().publicJson(),
        registration.ref()));
    registration.expectMessageClass(BroadcasterProtocol.Accepted.class);
    registration.stop();
    return stream;
  }

  /** Waits for that many more ticks whose values were shown. */
  void await(int ticks) {
    var until = ticks().count() + ticks;
    Awaitility.await().atMost(PATIENCE).until(() -> ticks().count() >= until);
  }

  double counter(String name) {
    return metrics.get("chatsway.broadcaster." + name).counter().count();
  }

  /** The 99th percentile of a tick, from its timer to its last offer. */
  Duration tickPercentile() {
    return Duration.ofNanos(
        (long) ticks().takeSnapshot().percentileValues()[0].value(TimeUnit.NANOSECONDS));
  }

  private Timer ticks() {
    return metrics.get("chatsway.broadcaster.tick").timer();
  }

  /** Sends everybody away; returns what each client was sent, by session. */
  List<List<List<Frame>>> dismiss() {
    var drained = kit.<BroadcasterProtocol.Drained>createTestProbe();
    broadcaster.tell(new BroadcasterProtocol.Drain(drained.ref()));
    drained.receiveMessage(PATIENCE);
    return streams.stream()
        .map(session ->
            session.stream().map(stream -> stream.toCompletableFuture().join()).toList())
        .toList();
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
    reader.close();
    calls.close();
  }

  private static final class WithPercentile implements MeterFilter {
    @Override
    public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
      return DistributionStatisticConfig.builder()
          .percentiles(0.99)
          .percentilePrecision(3)
          .build()
          .merge(config);
    }
  }
}
