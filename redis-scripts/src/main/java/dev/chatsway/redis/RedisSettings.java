package dev.chatsway.redis;

import com.typesafe.config.Config;
import dev.chatsway.redis.topology.Connector;
import dev.chatsway.redis.topology.RedisUrl;
import java.time.Duration;

/**
 * Redis's addresses and timeouts ({@code chatsway.redis} in {@code reference.conf}).
 *
 * @param connector to the servers of {@code url}, with its timeouts: how long connecting may take, and how long a reply
 *     may take before the connection is replaced
 * @param readReplicas whether a tick's values are read from healthy replicas, with their replication lag; all decisions
 *     go to primaries
 * @param nodePatience how long a reading of several servers waits for the last of them
 * @param callTimeout how long a call may wait to be sent
 * @param callQueue maximum calls waiting for one server
 * @param callBatch maximum calls per round trip
 * @param readChunk maximum sessions per {@code MGET}
 */
public record RedisSettings(
    Connector connector,
    boolean readReplicas,
    Duration nodePatience,
    Duration callTimeout,
    int callQueue,
    int callBatch,
    int readChunk) {

  private static final String PATH = "chatsway.redis.";

  /** Checks every range. */
  public RedisSettings {
    within("connect-timeout", connector.connectTimeout().toMillis(), 1, 60_000);
    within("read-timeout", connector.readTimeout().toMillis(), 1, 60_000);
    within("node-patience", nodePatience.toMillis(), 1, 60_000);
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
    String readFrom = redis.getString("read-from");
    if (!readFrom.equals("primary") && !readFrom.equals("replica")) {
      throw new IllegalArgumentException(
          PATH + "read-from: \"" + readFrom + "\"; allowed: primary, replica");
    }
    return new RedisSettings(
        new Connector(
            RedisUrl.parse(redis.getString("url")),
            redis.getString("sentinel-password"),
            redis.getDuration("connect-timeout"),
            redis.getDuration("read-timeout")),
        readFrom.equals("replica"),
        redis.getDuration("node-patience"),
        redis.getDuration("call-timeout"),
        redis.getInt("call-queue"),
        redis.getInt("call-batch"),
        redis.getInt("read-chunk"));
  }

  /** How long a reply may take. */
  public Duration readTimeout() {
    return connector.readTimeout();
  }

  private static void within(String key, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          PATH + key + ": " + value + " is not within " + least + " to " + most);
    }
  }
}
