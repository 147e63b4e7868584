package dev.chatsway.broadcaster;

import dev.chatsway.broadcaster.BroadcasterProtocol.Refusal;
import dev.chatsway.broadcaster.BroadcasterProtocol.Refused;
import dev.chatsway.session.LiveState;
import dev.chatsway.session.Tracing;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Broadcaster's metrics, {@code chatsway_broadcaster_…}; frames are added up and recorded once a tick. */
final class BroadcasterMetrics {
  private static final Logger LOG = LoggerFactory.getLogger(BroadcasterMetrics.class);

  private final ClientLimit limit;
  private final Tracing tracing;
  private final Timer ticks;
  private final Timer writesToFrames;
  private final Counter skippedTicks;
  private final Counter frames;
  private final Counter droppedFrames;
  private final Counter rebalanced;
  private final Counter stalled;
  private final Counter unopened;
  private final Map<Refusal, Counter> refusals = new EnumMap<>(Refusal.class);

  private int offered;
  private int dropped;

  /** The limit and the meters are shared by all Broadcasters of the instance. */
  BroadcasterMetrics(MeterRegistry registry, ClientLimit limit, Tracing tracing) {
    this.limit = limit;
    this.tracing = tracing;
    ticks = Timer.builder("chatsway.broadcaster.tick")
        .description("From a tick to the last frame offered for it, including the read")
        .serviceLevelObjectives(buckets(0.5, 1, 2, 4, 8, 15, 25, 35, 50, 75, 100, 150, 250))
        .register(registry);
    writesToFrames = Timer.builder("chatsway.broadcaster.write.to.frame")
        .description("From a write to a session in Redis to the frame that shows it")
        .serviceLevelObjectives(buckets(5, 10, 25, 50, 75, 100, 150, 250, 500, 1_000, 2_500))
        .register(registry);
    skippedTicks = counter(registry, "ticks.skipped", "Ticks during a read, or in a burst");
    frames = counter(registry, "frames", "Frames offered to clients");
    droppedFrames =
        counter(registry, "frames.dropped", "Frames replaced by newer ones before they were sent");
    rebalanced =
        counter(registry, "clients.rebalanced", "Clients asked to reconnect to another instance");
    stalled = evictions(registry, "stalled");
    unopened = evictions(registry, "unopened");
    for (Refusal full : List.of(Refusal.SESSION_FULL, Refusal.OWNER_FULL, Refusal.INSTANCE_FULL)) {
      refusals.put(
          full,
          Counter.builder("chatsway.broadcaster.clients.refused")
              .description(
                  "Clients refused because their session, its owner's sessions or the instance are full")
              .tag("reason", full.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
  }

  void offered(boolean droppedAnother) {
    offered++;
    if (droppedAnother) {
      dropped++;
    }
  }

  /** Records the frames counted since the last call. */
  void flush() {
    if (offered > 0) {
      frames.increment(offered);
      droppedFrames.increment(dropped);
      offered = 0;
      dropped = 0;
    }
  }

  ClientLimit limit() {
    return limit;
  }

  void tickTook(long nanos) {
    ticks.record(Duration.ofNanos(nanos));
  }

  /**
   * Records the first frame that shows a write to a session: the age of the write at the reading, by the clock of
   * Redis, and {@code offerNanos}, the time since the reading was requested. The request's way to Redis is in both,
   * so the figure errs on the long side.
   */
  void shown(
      SessionSubscribers session, long before, LiveState state, long answerNanos, long offerNanos) {
    long nanos = TimeUnit.MICROSECONDS.toNanos(state.microsSinceWritten()) + offerNanos;
    writesToFrames.record(nanos, TimeUnit.NANOSECONDS);
    if (tracing.isOn()) {
      tracing.shown(
          session.id(), before, state, new Tracing.Frames(answerNanos, offerNanos, session.size()));
    }
    if (LOG.isDebugEnabled()) {
      String id = shortId(session.id());
      LOG.atDebug()
          .addKeyValue("session", id)
          .addKeyValue("revision", state.revision())
          .addKeyValue("micros", TimeUnit.NANOSECONDS.toMicros(nanos))
          .log("session {}…: revision {} shown", id, state.revision());
    }
  }

  void tickSkipped() {
    skippedTicks.increment();
  }

  /** Counts and logs a client that was refused, unless it was because this instance stops. */
  void refused(UUID session, Refused refused) {
    Counter counter = refusals.get(refused.reason());
    if (counter != null) {
      counter.increment();
      LOG.warn(
          "Refused a client of session {}…: {} has its maximum of {} clients",
          shortId(session),
          switch (refused.reason()) {
            case SESSION_FULL -> "the session";
            case OWNER_FULL -> "its owner";
            default -> "this instance";
          },
          refused.limit());
    }
  }

  /** Logs how many of a session's clients were evicted at once. */
  void evicted(UUID session, int clients) {
    LOG.info(
        "Session {}…: disconnected {} client(s) that took nothing for too long",
        shortId(session),
        clients);
  }

  /** Counts clients that were asked to reconnect. */
  void rebalanced(int clients) {
    rebalanced.increment(clients);
  }

  /** Counts a client whose stream took nothing for too long. */
  void evictedStalled() {
    stalled.increment();
  }

  /** Counts a client whose stream never began: it vanished between the handshake and the upgrade. */
  void evictedUnopened() {
    unopened.increment();
  }

  private static String shortId(UUID session) {
    return session.toString().substring(0, 8);
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder("chatsway.broadcaster." + name)
        .description(description)
        .register(registry);
  }

  private static Counter evictions(MeterRegistry registry, String reason) {
    return Counter.builder("chatsway.broadcaster.clients.evicted")
        .description("Clients removed because they took nothing")
        .tag("reason", reason)
        .register(registry);
  }

  private static Duration[] buckets(double... millis) {
    Duration[] buckets = new Duration[millis.length];
    for (int i = 0; i < millis.length; i++) {
      buckets[i] = Duration.ofNanos(Math.round(millis[i] * 1e6));
    }
    return buckets;
  }
}
