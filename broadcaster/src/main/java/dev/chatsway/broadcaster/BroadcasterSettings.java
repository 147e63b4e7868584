package dev.chatsway.broadcaster;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * The settings under {@code chatsway.broadcaster}; reference.conf explains each.
 *
 * @param tick 10 ms to 1 s
 * @param readDeadline one tick to 10 s
 * @param keepAlive one tick to 4.75 s: clients rely on a value every 5 s, and up to 250 ms of ticks may be skipped
 * @param stallLimit 1 s to 10 min
 * @param maxClientsPerSession 1 to 1,000,000
 * @param maxClientsPerOwner 1 to 1,000,000, of all sessions of an account together
 * @param maxClients 1 to 1,000,000
 * @param shards how many Broadcasters share the sessions, 1 to 64
 */
public record BroadcasterSettings(
    Duration tick,
    Duration readDeadline,
    Duration keepAlive,
    Duration stallLimit,
    int maxClientsPerSession,
    int maxClientsPerOwner,
    int maxClients,
    int shards) {
  private static final String PATH = "chatsway.broadcaster";

  /** @throws IllegalArgumentException naming the key, its value and its range */
  public BroadcasterSettings {
    check("tick", tick, Duration.ofMillis(10), Duration.ofSeconds(1));
    check("read-deadline", readDeadline, tick, Duration.ofSeconds(10));
    check("keep-alive", keepAlive, tick, Duration.ofMillis(4750));
    check("stall-limit", stallLimit, Duration.ofSeconds(1), Duration.ofMinutes(10));
    check("max-clients-per-session", maxClientsPerSession, 1, 1_000_000);
    check("max-clients-per-owner", maxClientsPerOwner, 1, 1_000_000);
    check("max-clients", maxClients, 1, 1_000_000);
    check("shards", shards, 1, 64);
  }

  /** Reads {@code chatsway.broadcaster} of the application's configuration. */
  public static BroadcasterSettings from(Config root) {
    Config config = root.getConfig(PATH);
    return new BroadcasterSettings(
        config.getDuration("tick"),
        config.getDuration("read-deadline"),
        config.getDuration("keep-alive"),
        config.getDuration("stall-limit"),
        config.getInt("max-clients-per-session"),
        config.getInt("max-clients-per-owner"),
        config.getInt("max-clients"),
        shards(config.getString("shards")));
  }

  /** A number, or {@code auto}: one for every four cores. */
  private static int shards(String value) {
    if (value.equals("auto")) {
      return Math.max(1, Runtime.getRuntime().availableProcessors() / 4);
    }
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          PATH + ".shards is '" + value + "'; allowed: auto, or 1 to 64", e);
    }
  }

  private static void check(String key, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw outOfRange(
          key, value.toMillis() + " ms", min.toMillis() + " ms", max.toMillis() + " ms");
    }
  }

  private static void check(String key, int value, int min, int max) {
    if (value < min || value > max) {
      throw outOfRange(key, value, min, max);
    }
  }

  private static IllegalArgumentException outOfRange(
      String key, Object value, Object min, Object max) {
    return new IllegalArgumentException(
        PATH + "." + key + " is " + value + "; allowed: " + min + " to " + max);
  }
}
