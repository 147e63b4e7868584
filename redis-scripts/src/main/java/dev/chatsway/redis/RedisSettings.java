package dev.chatsway.redis;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * Where Redis is, and how long it is waited for ({@code chatsway.redis} in {@code reference.conf}).
 *
 * @param node the server that {@code url} names
 * @param connectTimeout how long a connection may take to come up
 * @param readTimeout how long a reply may take before the connection is made anew
 * @param callTimeout how long a call may wait to be sent
 * @param callQueue calls that may wait to be sent
 * @param callBatch calls that share one round trip at most
 * @param readChunk sessions read by one {@code FCALL_RO}
 */
public record RedisSettings(
    RedisNode node,
    Duration connectTimeout,
    Duration readTimeout,
    Duration callTimeout,
    int callQueue,
    int callBatch,
    int readChunk) {

  private static final String PATH = "chatsway.redis.";

  /** Checks every range. */
  public RedisSettings {
    within("connect-timeout", connectTimeout.toMillis(), 1, 60_000);
    within("read-timeout", readTimeout.toMillis(), 1, 60_000);
    within("call-timeout", callTimeout.toMillis(), 1, 60_000);
    within("call-queue", callQueue, 1, 1_000_000);
    within("call-batch", callBatch, 1, 10_000);
    within("read-chunk", readChunk, 1, 1_000);
  }

  /**
   * Reads {@code chatsway.redis}.
   *
   * @throws IllegalArgumentException naming the key, the value and what is allowed
   */
  public static RedisSettings from(Config config) {
    Config redis = config.getConfig("chatsway.redis");
    if (!redis.getString("read-from").equals("primary")) {
      throw new IllegalArgumentException(PATH + "read-from: \"" + redis.getString("read-from")
          + "\" is not built yet; allowed: primary");
    }
    return new RedisSettings(
        RedisNode.parse(redis.getString("url")),
        redis.getDuration("connect-timeout"),
        redis.getDuration("read-timeout"),
        redis.getDuration("call-timeout"),
        redis.getInt("call-queue"),
        redis.getInt("call-batch"),
        redis.getInt("read-chunk"));
  }

  private static void within(String key, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          PATH + key + ": " + value + " is not within " + least + " to " + most);
    }
  }
}
