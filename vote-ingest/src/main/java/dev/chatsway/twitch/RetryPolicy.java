package dev.chatsway.twitch;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long and how often Twitch is tried again. Pauses have full jitter: anything from nothing to a limit that doubles with
 * each attempt, so that many who met the same outage do not come back at once.
 *
 * @param least the limit of the first pause
 * @param most the limit of any pause
 * @param tries how often a call is tried in all, 1 to 20
 */
public record RetryPolicy(Duration least, Duration most, int tries) {

  private static final int DOUBLINGS = 30;

  /** The pause before the next attempt, after {@code failed} failures in a row. */
  public Duration pause(int failed) {
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(limit(failed).toMillis() + 1));
  }

  /** The longest that {@link #pause} can be then. */
  Duration limit(int failed) {
    return Duration.ofMillis(
        Math.min(most.toMillis(), least.toMillis() << Math.min(failed, DOUBLINGS)));
  }

  /** Returns a policy of a single attempt, for callers that wait for the answer. */
  RetryPolicy noRetries() {
    return new RetryPolicy(least, most, 1);
  }
}
