package dev.chatsway.twitch;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often calls to Twitch are retried, and the pauses between. Pauses have full jitter: they are random, up to a
 * limit that doubles with each attempt, so that clients do not all return at once after an outage.
 *
 * @param least the limit of the first pause
 * @param most the limit of any pause
 * @param tries maximum attempts per call, 1 to 20
 */
public record RetryPolicy(Duration least, Duration most, int tries) {

  private static final int DOUBLINGS = 30;

  /** The pause before the next attempt, after {@code failed} failures in a row. */
  public Duration pause(int failed) {
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(limit(failed).toMillis() + 1));
  }

  /** The longest possible {@link #pause} then. */
  Duration limit(int failed) {
    return Duration.ofMillis(
        Math.min(most.toMillis(), least.toMillis() << Math.min(failed, DOUBLINGS)));
  }

  /** Returns a policy with a single attempt, for callers that wait for the response. */
  RetryPolicy noRetries() {
    return new RetryPolicy(least, most, 1);
  }
}
