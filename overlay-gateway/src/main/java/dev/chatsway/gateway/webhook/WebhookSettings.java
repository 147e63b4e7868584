package dev.chatsway.gateway.webhook;

import com.typesafe.config.Config;
import dev.chatsway.session.config.ConfigReader;
import java.time.Duration;

/**
 * How webhooks are sent ({@code chatsway.gateway.webhooks} in {@code reference.conf}).
 *
 * @param targets whom they may be sent to
 * @param poll how often the states of the sessions that have targets are read
 * @param recheck how long a session whose state says that nothing is due is not claimed from
 * @param timeout from the look-up of the host to the status of its answer
 * @param leastPause before the second attempt; it doubles with each
 * @param mostPause the longest
 * @param giveUp after how long a target that fails is switched off
 * @param parallel how many sessions are claimed from, and sent for, at once
 */
public record WebhookSettings(
    TargetPolicy targets,
    Duration poll,
    Duration recheck,
    Duration timeout,
    Duration leastPause,
    Duration mostPause,
    Duration giveUp,
    int parallel) {

  private static final int DOUBLINGS = 30;

  /** Reads them; throws IllegalArgumentException naming the key, the value and what is allowed. */
  public static WebhookSettings from(Config root) {
    var config = ConfigReader.at(root, "chatsway.gateway.webhooks");
    return new WebhookSettings(
        config.parsed("targets", TargetPolicy.ALLOWED, TargetPolicy::parse),
        config.duration("poll", Duration.ofMillis(10), Duration.ofMinutes(1)),
        config.duration("recheck", Duration.ofMillis(10), Duration.ofHours(1)),
        config.duration("timeout", Duration.ofMillis(10), Duration.ofSeconds(30)),
        config.duration("retry.least", Duration.ofMillis(1), Duration.ofHours(1)),
        config.duration("retry.most", Duration.ofMillis(1), Duration.ofHours(24)),
        config.duration("retry.give-up", Duration.ofMillis(1), Duration.ofHours(48)),
        config.integer("parallel", 1, 10_000));
  }

  /** How long a claim lasts: longer than any attempt, with the calls to Redis around it. */
  Duration claim() {
    return timeout.plusSeconds(10);
  }

  /** The longest pause after {@code failures} in a row, 1 or more; the pause is between half of it and all of it. */
  Duration limit(int failures) {
    long doubled = leastPause.toMillis() << Math.min(failures - 1, DOUBLINGS);
    return Duration.ofMillis(Math.min(mostPause.toMillis(), doubled));
  }
}
