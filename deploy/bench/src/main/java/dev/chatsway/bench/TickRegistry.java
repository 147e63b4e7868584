package dev.chatsway.bench;

import io.micrometer.core.instrument.AbstractTimer;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Meters for Broadcasters of which every single tick is wanted. */
final class TickRegistry extends SimpleMeterRegistry {

  private static final String TICK = "chatsway.broadcaster.tick";
  private static final int DIGITS = 3;

  private final Recorder ticks = new Recorder(DIGITS);

  /** The ticks since this was last asked, in nanoseconds. */
  Histogram ticks() {
    return ticks.getIntervalHistogram();
  }

  /** Ticks that did not take place because a read was still out, so far. */
  double skipped() {
    return get("chatsway.broadcaster.ticks.skipped").counter().count();
  }

  @Override
  protected Timer newTimer(Meter.Id id, DistributionStatisticConfig config, PauseDetector pauses) {
    return id.getName().equals(TICK)
        ? new TickTimer(id, pauses)
        : super.newTimer(id, config, pauses);
  }

  /** Several Broadcasters record into it. */
  private final class TickTimer extends AbstractTimer {
    private TickTimer(Meter.Id id, PauseDetector pauses) {
      super(id, Clock.SYSTEM, DistributionStatisticConfig.NONE, pauses, TimeUnit.SECONDS, false);
    }

    @Override
    protected void recordNonNegative(long amount, TimeUnit unit) {
      ticks.recordValue(unit.toNanos(amount));
    }

    @Override
    public long count() {
      return 0; // what is wanted of it is in the histogram
    }

    @Override
    public double totalTime(TimeUnit unit) {
      return 0;
    }

    @Override
    public double max(TimeUnit unit) {
      return 0;
    }
  }
}
