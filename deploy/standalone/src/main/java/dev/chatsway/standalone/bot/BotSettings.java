package dev.chatsway.standalone.bot;

import com.typesafe.config.Config;
import dev.chatsway.session.config.ConfigReader;
import dev.chatsway.twitch.RetryPolicy;
import java.time.Duration;

/**
 * How the bot sends what it reads ({@code chatsway.bot} in {@code reference.conf}).
 *
 * @param connectTimeout how long a connection to the server may take to come about
 * @param backoff the pauses between attempts to send
 * @param queue lines of chat that may wait for the server
 */
public record BotSettings(Duration connectTimeout, RetryPolicy backoff, int queue) {

  private static final Duration HOUR = Duration.ofHours(1);

  /**
   * Reads {@code chatsway.bot}.
   *
   * @throws IllegalArgumentException naming the key, the value and what is allowed
   */
  public static BotSettings from(Config root) {
    var config = ConfigReader.at(root, "chatsway.bot");
    var least = config.duration("backoff.least", Duration.ofMillis(1), HOUR);
    return new BotSettings(
        config.duration("connect-timeout", Duration.ofMillis(10), Duration.ofMinutes(10)),
        new RetryPolicy(least, config.duration("backoff.most", least, HOUR), 1),
        config.integer("queue", 1, 1_000_000));
  }
}
