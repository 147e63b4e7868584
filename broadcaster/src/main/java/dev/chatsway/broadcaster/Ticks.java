package dev.chatsway.broadcaster;

import java.time.Duration;

/** Durations of the settings in ticks, rounded up. */
record Ticks(long second, long readDeadline, long keepAlive, long stallLimit) {
  static Ticks of(BroadcasterSettings settings) {
    return new Ticks(
        of(Duration.ofSeconds(1), settings.tick()),
        of(settings.readDeadline(), settings.tick()),
        of(settings.keepAlive(), settings.tick()),
        of(settings.stallLimit(), settings.tick()));
  }

  static long of(Duration duration, Duration tick) {
    return duration.plus(tick).minusNanos(1).dividedBy(tick);
  }
}
