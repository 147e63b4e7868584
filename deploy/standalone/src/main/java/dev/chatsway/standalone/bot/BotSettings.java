package dev.chatsway.standalone.bot;

import com.typesafe.config.Config;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * How the bot reads and sends ({@code chatsway.bot} in {@code reference.conf}).
 *
 * @param twitchUrl where Twitch's chat is: ws or wss
 * @param silence after which Twitch is asked whether it is still there
 * @param pongTimeout how long it may take to answer that
 * @param connectTimeout how long a connection may take to come about, to Twitch and to the server
 * @param backoff the pauses between attempts
 * @param queue lines of chat that may wait for the server
 */
public record BotSettings(
    URI twitchUrl,
    Duration silence,
    Duration pongTimeout,
    Duration connectTimeout,
    Backoff backoff,
    int queue) {

  private static final String PATH = "chatsway.bot";

  /** Checks every range. */
  public BotSettings {
    boolean isWebSocket =
        twitchUrl.getHost() != null && List.of("ws", "wss").contains(twitchUrl.getScheme());
    check("twitch.url", twitchUrl, isWebSocket, "a ws or wss URL");
    within("twitch.silence", silence, Duration.ofMillis(10), Duration.ofHours(1));
    within("twitch.pong-timeout", pongTimeout, Duration.ofMillis(10), Duration.ofMinutes(10));
    within("connect-timeout", connectTimeout, Duration.ofMillis(10), Duration.ofMinutes(10));
    within("backoff.least", backoff.least(), Duration.ofMillis(1), Duration.ofMinutes(10));
    within("backoff.most", backoff.most(), backoff.least(), Duration.ofHours(1));
    check("queue", queue, queue >= 1 && queue <= 1_000_000, "within 1 to 1000000");
  }

  /**
   * Reads {@code chatsway.bot}.
   *
   * @throws IllegalArgumentException naming the key, the value and what is allowed
   */
  public static BotSettings from(Config root) {
    var config = root.getConfig(PATH);
    return new BotSettings(
        url(config.getString("twitch.url")),
        config.getDuration("twitch.silence"),
        config.getDuration("twitch.pong-timeout"),
        config.getDuration("connect-timeout"),
        new Backoff(config.getDuration("backoff.least"), config.getDuration("backoff.most")),
        config.getInt("queue"));
  }

  private static URI url(String sent) {
    try {
      return URI.create(sent);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          PATH + ".twitch.url: " + sent + " is not a ws or wss URL", e);
    }
  }

  private static void within(String key, Duration value, Duration least, Duration most) {
    check(
        key,
        value.toMillis() + " ms",
        value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
        "within " + least.toMillis() + " to " + most.toMillis() + " ms");
  }

  private static void check(String key, Object value, boolean good, String allowed) {
    if (!good) {
      throw new IllegalArgumentException(PATH + "." + key + ": " + value + " is not " + allowed);
    }
  }
}
