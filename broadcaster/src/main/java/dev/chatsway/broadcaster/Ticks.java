package dev.chatsway.broadcaster;

import java.time.Duration;

/** The settings' durations as numbers of ticks, rounded up: the tick is the Broadcaster's only clock. */
record Ticks(long second, long readDeadline, long keepAlive, long stallLimit) {
  static Ticks of(BroadcasterSettings settings) {
    return new Ticks(
        ticks(Duration.ofSeconds(1), settings),
        ticks(settings.readDeadline(), settings),
        ticks(settings.keepAlive(), settings),
        ticks(settings.stallLimit(), settings));
  }

  private static long ticks(Duration duration, BroadcasterSettings settings) {
    return duration.plus(settings.tick()).minusNanos(1).dividedBy(settings.tick());
  }
}
