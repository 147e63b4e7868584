package dev.chatsway.chat;

import com.typesafe.config.Config;
import dev.chatsway.session.config.ConfigReader;
import dev.chatsway.twitch.RetryPolicy;
import java.net.URI;
import java.time.Duration;

/**
 * The settings for reading chats ({@code chatsway.chat} in {@code reference.conf}).
 *
 * @param twitchUrl Twitch's chat server: a ws or wss URL
 * @param poll how often an instance looks for new channels and renews its leases
 * @param lease how long after its last renewal an instance stays the reader of a channel
 * @param channelsPerConnection maximum channels per connection, 1 to 100
 * @param connections maximum connections of an instance to Twitch
 * @param relays maximum connections of an instance to programs that relay chat
 * @param quiet how long after its last line a chat counts as silent
 * @param silence time without any line after which Twitch is sent a ping
 * @param pongTimeout how long the pong may take
 * @param connectTimeout how long connecting may take
 * @param joinTimeout how long Twitch may take to confirm a JOIN
 * @param rejoin how long to wait before a refused JOIN is sent again
 * @param backoff pauses between attempts to connect
 * @param lines maximum lines that wait for Redis; further ones are dropped
 * @param retryFor how long a line is retried while Redis does not answer
 */
public record ChatSettings(
    URI twitchUrl,
    Duration poll,
    Duration lease,
    int channelsPerConnection,
    int connections,
    int relays,
    Duration quiet,
    Duration silence,
    Duration pongTimeout,
    Duration connectTimeout,
    Duration joinTimeout,
    Duration rejoin,
    RetryPolicy backoff,
    int lines,
    Duration retryFor) {

  private static final String PATH = "chatsway.chat";
  private static final Duration TEN_MILLIS = Duration.ofMillis(10);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  /**
   * Reads {@code chatsway.chat}.
   *
   * @throws IllegalArgumentException naming the key, the value and what is allowed
   */
  public static ChatSettings from(Config root) {
    var config = ConfigReader.at(root, PATH);
    var poll = config.duration("poll", TEN_MILLIS, MINUTE);
    var least = config.duration("backoff.least", Duration.ofMillis(1), HOUR);
    return new ChatSettings(
        config
            .url("twitch-url", "ws", "wss")
            .orElseThrow(() -> config.refuse("twitch-url", "", "a ws or wss URL")),
        poll,
        config.duration("lease", poll.multipliedBy(3), Duration.ofMinutes(5)),
        config.integer("channels-per-connection", 1, 100),
        config.integer("connections", 1, 1_000),
        config.integer("relays", 1, 10_000),
        config.duration("quiet", TEN_MILLIS, Duration.ofDays(1)),
        config.duration("silence", TEN_MILLIS, HOUR),
        config.duration("pong-timeout", TEN_MILLIS, Duration.ofMinutes(10)),
        config.duration("connect-timeout", TEN_MILLIS, Duration.ofMinutes(10)),
        config.duration("join-timeout", TEN_MILLIS, MINUTE),
        config.duration("rejoin", TEN_MILLIS, HOUR),
        new RetryPolicy(least, config.duration("backoff.most", least, HOUR), 1),
        config.integer("lines", 1, 1_000_000),
        config.duration("retry-for", Duration.ofMillis(1), Duration.ofMinutes(10)));
  }
}
