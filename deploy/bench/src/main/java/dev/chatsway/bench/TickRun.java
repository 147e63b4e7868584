package dev.chatsway.bench;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import com.typesafe.config.ConfigValueFactory;
import dev.chatsway.broadcaster.BroadcasterProtocol;
import dev.chatsway.broadcaster.BroadcasterRouter;
import dev.chatsway.broadcaster.BroadcasterSettings;
import dev.chatsway.broadcaster.ClientQueue;
import dev.chatsway.broadcaster.Frame;
import dev.chatsway.broadcaster.Protocol;
import dev.chatsway.gateway.RedisLiveStateSource;
import dev.chatsway.redis.SessionKeys;
import dev.chatsway.session.Session;
import dev.chatsway.session.Tracing;
import java.io.IOException;
import java.util.List;

/**
 * Ticks, each from its timer to its last offer, the read included: the real Broadcasters on a real Redis, in the Akka testkit.
 *
 * @param clients of each session
 * @param seconds that are measured
 */
record TickRun(int clients, int seconds) {

  private static final int WARM_SECONDS = 5;

  private record Text(String text) implements Frame {}

  Report on(BenchRedis store, List<Session> sessions) throws IOException, InterruptedException {
    var settings = BroadcasterSettings.from(store
        .config()
        .withValue(
            "chatsway.broadcaster.max-clients",
            ConfigValueFactory.fromAnyRef(sessions.size() * clients)));
    var metrics = new TickRegistry();
    var kit = ActorTestKit.create("bench", store.config());
    try (var takers = new ConsumerLoop()) {
      var broadcaster = kit.spawn(BroadcasterRouter.create(
          settings,
          SessionKeys::bucket,
          () -> new RedisLiveStateSource(store.reader(), store.sessions(), store.rounds()),
          Text::new,
          metrics,
          Tracing.OFF,
          "bench"));
      TestProbe<BroadcasterProtocol.Registration> answers = kit.createTestProbe();
      for (Session session : sessions) {
        for (int i = 0; i < clients; i++) {
          join(broadcaster, session, takers, answers);
        }
      }
      var report = new Report("tick")
          .given("sessions", sessions.size())
          .given("clients_per_session", clients)
          .given("shards", settings.shards());
      Thread.sleep(WARM_SECONDS * 1_000L); // warms up
      metrics.ticks(); // and is forgotten
      var usage = Usage.ofSelf(store.redis());
      double skipped = metrics.skipped();
      long frames = takers.frames();
      Thread.sleep(seconds * 1_000L); // is measured
      var ticks = metrics.ticks();
      frames = takers.frames() - frames;
      return usage
          .into(report)
          .with("ticks", ticks.getTotalCount())
          .with("ticks_skipped", metrics.skipped() - skipped)
          .with("frames_per_second", frames / usage.seconds())
          // what a slow tick kept from being measured is added: the ticks that were due meanwhile
          .millis(
              "tick", ticks.copyCorrectedForCoordinatedOmission(settings.tick().toNanos()));
    } finally {
      kit.shutdownTestKit();
    }
  }

  private static void join(
      ActorRef<BroadcasterProtocol.Command> broadcaster,
      Session session,
      ConsumerLoop takers,
      TestProbe<BroadcasterProtocol.Registration> answers) {
    ClientQueue queue = ClientQueue.create(closed -> {});
    takers.add(queue);
    broadcaster.tell(new BroadcasterProtocol.Register(
        session.id(),
        null,
        session.overlayId(),
        Protocol.DEFAULT,
        queue,
        session.settingsRevision(),
        session.settings().publicJson(),
        answers.getRef()));
    answers.expectMessageClass(BroadcasterProtocol.Accepted.class);
  }
}
