package dev.chatsway.broadcaster;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.event.LoggingAdapter;
import akka.stream.testkit.TestSubscriber;
import akka.stream.testkit.javadsl.TestSink;
import akka.testkit.ExplicitlyTriggeredScheduler;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.chatsway.broadcaster.BroadcasterProtocol.Accepted;
import dev.chatsway.broadcaster.BroadcasterProtocol.ClientCount;
import dev.chatsway.broadcaster.BroadcasterProtocol.Command;
import dev.chatsway.broadcaster.BroadcasterProtocol.GetClientCount;
import dev.chatsway.broadcaster.BroadcasterProtocol.Register;
import dev.chatsway.broadcaster.BroadcasterProtocol.Registration;
import dev.chatsway.broadcaster.BroadcasterProtocol.Unregister;
import dev.chatsway.session.Tracing;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import scala.concurrent.duration.FiniteDuration;

/** A Broadcaster whose time passes by hand, its readings, and its clients. */
final class BroadcasterHarness implements AutoCloseable {
  static final int SECOND = 20;
  private static final Duration TICK = Duration.ofMillis(50);

  final ActorTestKit kit = ActorTestKit.create(
      ConfigFactory.parseMap(Map.of("akka.scheduler.implementation", HandScheduler.class.getName()))
          .withFallback(ManualTime.config())
          .withFallback(ConfigFactory.load()));
  final FakeReadings readings = new FakeReadings();
  final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  final ActorRef<Command> broadcaster;

  /** Makes the Broadcaster fail in the middle of a drain. */
  final AtomicBoolean failNextClose = new AtomicBoolean();

  private final AtomicLong nanos = new AtomicLong();
  private final ManualTime time = ManualTime.get(kit.system());
  private final TestProbe<ClientCount> counts = kit.createTestProbe();
  private final TestProbe<Registration> registrations = kit.createTestProbe();

  BroadcasterHarness() {
    this("12000", "1000");
  }

  BroadcasterHarness(String maxClients, String maxClientsPerSession) {
    BroadcasterSettings settings = settings(
        "max-clients = " + maxClients,
        "max-clients-per-session = " + maxClientsPerSession,
        "max-clients-per-owner = 2");
    var metrics = new BroadcasterMetrics(
        registry,
        new ClientLimit(settings.maxClients(), settings.maxClientsPerOwner(), registry),
        Tracing.OFF);
    var messages = new OverlayMessages(this::encode, settings.tick(), "test");
    broadcaster = kit.spawn(Broadcaster.create(settings, readings, messages, metrics, nanos::get));
    settle(); // its timer runs from now on
  }

  /** Several Broadcasters behind one entry, each with readings of its own. */
  BroadcasterHarness(int shards, String maxClients, Supplier<LiveStateSource> each) {
    BroadcasterSettings settings = settings("shards = " + shards, "max-clients = " + maxClients);
    broadcaster = kit.spawn(BroadcasterRouter.create(
        settings, UUID::hashCode, each, this::encode, registry, Tracing.OFF, "test", nanos::get));
    settle();
  }

  private static BroadcasterSettings settings(String... lines) {
    return BroadcasterSettings.from(
        ConfigFactory.parseString("chatsway.broadcaster {\n" + String.join("\n", lines) + "\n}")
            .withFallback(ConfigFactory.load()));
  }

  /** Settings that hold the word {@code boom} make the Broadcaster fail, and so does the next close message on demand. */
  private Frame encode(String text) {
    if (text.contains("boom")
        || (text.contains("going_away") && failNextClose.compareAndSet(true, false))) {
      throw new IllegalStateException("boom");
    }
    return new Text(text);
  }

  /** Lets ticks pass, each with all that follows from it. */
  void tick(int ticks) {
    for (int i = 0; i < ticks; i++) {
      pause(TICK);
    }
  }

  /** Stops the process for a while: afterwards all ticks that were due arrive at once. */
  void pause(Duration duration) {
    nanos.addAndGet(duration.toNanos());
    time.timePasses(duration);
    settle();
  }

  /** The same, with a client that takes what it is sent. */
  List<String> tick(int ticks, ClientQueue queue) {
    List<String> received = new ArrayList<>();
    for (int i = 0; i < ticks; i++) {
      tick(1);
      received.addAll(Text.takeAll(queue));
    }
    return received;
  }

  /** Waits for what the Broadcaster has told itself: a tick, its reading, and the details asked for it. */
  void settle() {
    for (int i = 0; i < 4; i++) {
      count();
    }
  }

  ClientCount count() {
    broadcaster.tell(new GetClientCount(counts.ref()));
    return counts.receiveMessage();
  }

  ClientQueue join(UUID session, Protocol protocol) {
    return join(session, protocol, readings.session(session).details);
  }

  ClientQueue join(UUID session, Protocol protocol, SessionDetails details) {
    ClientQueue queue = queue(session);
    if (!(register(session, protocol, queue, details) instanceof Accepted)) {
      throw new AssertionError("refused");
    }
    return queue;
  }

  ClientQueue queue(UUID session) {
    return ClientQueue.create(closed -> broadcaster.tell(new Unregister(session, closed)));
  }

  Registration register(
      UUID session, Protocol protocol, ClientQueue queue, SessionDetails details) {
    tellRegister(session, protocol, queue, details);
    return registrations.receiveMessage();
  }

  /** The same in a session of an owner. */
  Registration register(UUID session, String owner, ClientQueue queue, SessionDetails details) {
    tellRegister(session, owner, Protocol.V2, queue, details);
    return registrations.receiveMessage();
  }

  void tellRegister(UUID session, Protocol protocol, ClientQueue queue, SessionDetails details) {
    tellRegister(session, null, protocol, queue, details);
  }

  private void tellRegister(
      UUID session,
      @Nullable String owner,
      Protocol protocol,
      ClientQueue queue,
      SessionDetails details) {
    broadcaster.tell(new Register(
        session,
        owner,
        details.overlayId(),
        protocol,
        queue,
        details.settingsRevision(),
        details.settings(),
        registrations.ref()));
  }

  TestSubscriber.Probe<Frame> run(ClientQueue queue) {
    TestSubscriber.Probe<Frame> client =
        queue.source().runWith(TestSink.create(kit.system()), kit.system());
    client.ensureSubscription();
    return client;
  }

  /** The number on the line of the Prometheus page that starts so. */
  double metric(String name) {
    return registry
        .scrape()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in\n" + registry.scrape()));
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
  }

  /**
   * The scheduler behind ManualTime, without the 100 ms for which Akka's sleeps each time so that "dispatchers clear": a
   * test here waits for answers instead.
   */
  public static final class HandScheduler extends ExplicitlyTriggeredScheduler {
    private long now;

    public HandScheduler(Config config, LoggingAdapter log, ThreadFactory threads) {
      super(config, log, threads);
      now = currentTimeMs();
    }

    @Override
    public void timePasses(FiniteDuration amount) {
      now += amount.toMillis();
      executeTasks(now);
    }
  }
}
