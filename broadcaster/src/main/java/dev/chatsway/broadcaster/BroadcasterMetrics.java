package dev.chatsway.broadcaster;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a Broadcaster counts, as {@code chatsway_broadcaster_…}; frames are summed up and added once a tick. */
final class BroadcasterMetrics {
  private static final Logger LOG = LoggerFactory.getLogger(BroadcasterMetrics.class);

  private final ClientLimit census;
  private final Timer ticks;
  private final Timer writesToFrames;
  private final Counter skippedTicks;
  private final Counter frames;
  private final Counter droppedFrames;
  private final Counter stalled;
  private final Counter unopened;

  private int offered;
  private int dropped;

  /** The census is the same for all Broadcasters of the instance, and so are the meters. */
  BroadcasterMetrics(MeterRegistry registry, ClientLimit census) {
    this.census = census;
    ticks = Timer.builder("chatsway.broadcaster.tick")
        .description("From a tick to the last frame offered for it, the read included")
        .serviceLevelObjectives(buckets(0.5, 1, 2, 4, 8, 15, 25, 35, 50, 75, 100, 150, 250))
        .register(registry);
    writesToFrames = Timer.builder("chatsway.broadcaster.write.to.frame")
        .description("From a write to a session in Redis to the frame that shows it")
        .serviceLevelObjectives(buckets(5, 10, 25, 50, 75, 100, 150, 250, 500, 1_000, 2_500))
        .register(registry);
    skippedTicks = counter(registry, "ticks.skipped", "Ticks that came while a read was still out");
    frames = counter(registry, "frames", "Frames offered to clients");
    droppedFrames =
        counter(registry, "frames.dropped", "Frames replaced by newer ones before they were sent");
    stalled = evictions(registry, "stalled");
    unopened = evictions(registry, "unopened");
  }

  void offered(boolean droppedAnother) {
    offered++;
    if (droppedAnother) {
      dropped++;
    }
  }

  /** Adds up what was offered since the last time. */
  void flush() {
    if (offered > 0) {
      frames.increment(offered);
      droppedFrames.increment(dropped);
      offered = 0;
      dropped = 0;
    }
  }

  ClientLimit census() {
    return census;
  }

  void tickTook(long nanos) {
    ticks.record(Duration.ofNanos(nanos));
  }

  /**
   * A frame was the first to show a write to a session. The write is older than the reading by what the clock of Redis says, and
   * {@code nanosSinceRead} is how long ago the reading was asked for, by ours. The way of the question to Redis is in both: it is
   * told as rather too long than too short.
   */
  void shown(UUID session, LiveStates reading, int i, long nanosSinceRead) {
    long nanos = TimeUnit.MICROSECONDS.toNanos(reading.microsSinceWritten(i)) + nanosSinceRead;
    writesToFrames.record(nanos, TimeUnit.NANOSECONDS);
    if (LOG.isDebugEnabled()) {
      String id = session.toString().substring(0, 8);
      LOG.atDebug()
          .addKeyValue("session", id)
          .addKeyValue("revision", reading.revision(i))
          .addKeyValue("micros", TimeUnit.NANOSECONDS.toMicros(nanos))
          .log("session {}…: revision {} shown", id, reading.revision(i));
    }
  }

  void tickSkipped() {
    skippedTicks.increment();
  }

  /** Its stream took nothing for too long. */
  void evictedStalled() {
    stalled.increment();
  }

  /** Its stream never began: it vanished between the handshake and the upgrade. */
  void evictedUnopened() {
    unopened.increment();
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
