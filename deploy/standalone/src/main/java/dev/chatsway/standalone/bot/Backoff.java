package dev.chatsway.standalone.bot;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Pauses between attempts, with full jitter: anything from nothing to the limit, which doubles with each attempt, so that many
 * who lost the same server do not come back at once.
 *
 * @param least the limit of the first pause
 * @param most the limit of any pause
 */
public record Backoff(Duration least, Duration most) {

  private static final int DOUBLINGS = 30;

  /** The pause before the next attempt, after so many that failed in a row. */
  Duration pause(int failed) {
    long limit = Math.min(most.toMillis(), least.toMillis() << Math.min(failed, DOUBLINGS));
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(limit + 1));
  }
}
