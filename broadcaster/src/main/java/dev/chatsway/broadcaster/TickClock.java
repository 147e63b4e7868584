package dev.chatsway.broadcaster;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Counts the ticks during which this process ran. Ticks that arrive in a burst count once, and a pause of the process
 * (a suspended laptop or VM, a long collection) counts for at most two: neither a client nor Redis is to blame for what
 * was not sent or answered meanwhile.
 */
final class TickClock {
  private static final int MOST_AT_ONCE = 2;

  private final long tickNanos;
  private final long ticksASecond;
  private final LongSupplier nanos;

  private long last;
  private long tick;
  private boolean isSecond;

  TickClock(Duration tick, LongSupplier nanos) {
    this.tickNanos = tick.toNanos();
    this.ticksASecond = Ticks.of(Duration.ofSeconds(1), tick);
    this.nanos = nanos;
    this.last = nanos.getAsLong();
  }

  /** Moves to now, and returns false if that is less than half a tick after the last call that returned true. */
  boolean advance() {
    long now = nanos.getAsLong();
    long elapsed = Math.floorDiv(now - last + tickNanos / 2, tickNanos);
    if (elapsed < 1) {
      return false;
    }
    long before = tick;
    tick += Math.min(elapsed, MOST_AT_ONCE);
    isSecond = tick / ticksASecond != before / ticksASecond;
    last = now;
    return true;
  }

  long tick() {
    return tick;
  }

  /** Whether the last advance began another second. */
  boolean isSecond() {
    return isSecond;
  }
}
