package dev.chatsway.bench;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.stream.javadsl.Sink;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import dev.chatsway.broadcaster.Broadcaster;
import dev.chatsway.broadcaster.BroadcasterSettings;
import dev.chatsway.broadcaster.Frame;
import dev.chatsway.broadcaster.Outlet;
import dev.chatsway.broadcaster.Protocol;
import dev.chatsway.gateway.RedisReadings;
import dev.chatsway.redis.CallMetrics;
import dev.chatsway.redis.Calls;
import dev.chatsway.redis.RedisHealth;
import dev.chatsway.redis.RedisSettings;
import dev.chatsway.redis.reading.DecayedValueReader;
import dev.chatsway.redis.session.Session;
import dev.chatsway.redis.session.SessionRequest;
import dev.chatsway.redis.session.SessionSettings;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.standalone.ChatswayCommand;
import dev.chatsway.standalone.Environment;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A tick, from its timer to the last offer, the read included: the real Broadcaster on a real Redis, in the Akka testkit. */
@Command(
    name = "tick",
    description =
        "A tick of the Broadcaster with the read from Redis, and reads a second against one at a time.",
    mixinStandardHelpOptions = true)
final class TickBench implements ChatswayCommand {

  private static final double[] PERCENTILES = {0.5, 0.9, 0.99, 0.999};
  private static final int WARM_SECONDS = 5;

  private record Text(String text) implements Frame {}

  @Option(names = "--sessions", description = "Sessions (${DEFAULT-VALUE}: what ADR-011 tested).")
  private int sessions = 100;

  @Option(names = "--clients", description = "Clients of each session (${DEFAULT-VALUE}).")
  private int clients = 5;

  @Option(
      names = "--seconds",
      description = "Seconds that are measured, after 5 that are not (${DEFAULT-VALUE}).")
  private int seconds = 30;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var environment = Environment.load();
    try (var redis = new Redis()) {
      var config =
          environment.withValue("chatsway.redis.url", ConfigValueFactory.fromAnyRef(redis.url()));
      var settings = RedisSettings.from(config);
      var metrics = new SimpleMeterRegistry();
      var health = new RedisHealth(metrics);
      try (var calls = new Calls(settings, health, new CallMetrics(metrics));
          var reader = new DecayedValueReader(settings, health, new CallMetrics(metrics))) {
        var store = new Sessions(calls);
        var made = new ArrayList<Session>(sessions);
        for (int i = 0; i < sessions; i++) {
          made.add(store
              .create(new SessionRequest("", List.of(), SessionSettings.DEFAULTS))
              .toCompletableFuture()
              .join());
        }
        measure(config, new RedisReadings(reader, store), made);
        new ReadBench(settings, made).run().print();
      }
    }
    return 0;
  }

  private void measure(Config config, RedisReadings readings, List<Session> made)
      throws InterruptedException {
    var warm = registry();
    var kit = ActorTestKit.create("bench", config);
    try {
      var frames = new LongAdder();
      var broadcaster = kit.spawn(
          Broadcaster.create(BroadcasterSettings.from(config), readings, Text::new, warm, "bench"));
      TestProbe<Broadcaster.Registration> answers = kit.createTestProbe();
      for (Session session : made) {
        for (int i = 0; i < clients; i++) {
          Outlet outlet = Outlet.create(closed -> {});
          outlet.source().runWith(Sink.foreach(frame -> frames.increment()), kit.system());
          broadcaster.tell(new Broadcaster.Register(
              session.id(),
              session.overlayId(),
              Protocol.DEFAULT,
              outlet,
              session.settingsRevision(),
              session.settings().publicJson(),
              answers.getRef()));
          answers.expectMessageClass(Broadcaster.Accepted.class);
        }
      }
      Thread.sleep(WARM_SECONDS * 1_000L); // warms up
      Timer tick = warm.get("chatsway.broadcaster.tick").timer();
      long before = tick.count();
      double skippedBefore = skipped(warm);
      long framesBefore = frames.sum();
      Thread.sleep(seconds * 1_000L); // is measured
      var report = new Report("tick")
          .with("sessions", sessions)
          .with("clients_per_session", clients)
          .with("seconds", seconds)
          .with("ticks", tick.count() - before)
          .with("ticks_skipped", skipped(warm) - skippedBefore)
          .with("frames_per_second", (frames.sum() - framesBefore) / (double) seconds);
      for (ValueAtPercentile value : tick.takeSnapshot().percentileValues()) {
        report.with(
            "tick_p" + value.percentile() * 100 + "_ms",
            value.value(TimeUnit.MICROSECONDS) / 1_000);
      }
      report.with("tick_max_ms", tick.max(TimeUnit.MICROSECONDS) / 1_000).print();
    } finally {
      kit.shutdownTestKit();
    }
  }

  private static double skipped(SimpleMeterRegistry metrics) {
    return metrics.get("chatsway.broadcaster.ticks.skipped").counter().count();
  }

  /** Percentiles over the measured time only: the warm-up has left the window when they are taken. */
  private SimpleMeterRegistry registry() {
    var registry = new SimpleMeterRegistry();
    registry.config().meterFilter(new MeterFilter() {
      @Override
      public DistributionStatisticConfig configure(
          Meter.Id id, DistributionStatisticConfig config) {
        return DistributionStatisticConfig.builder()
            .percentiles(PERCENTILES)
            .percentilePrecision(3)
            .percentilesHistogram(false)
            .expiry(Duration.ofSeconds(seconds))
            .bufferLength(1)
            .build()
            .merge(config);
      }
    });
    return registry;
  }
}
