package dev.chatsway.gateway;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * The settings of Server-Sent Events ({@code chatsway.gateway.event-stream} in {@code reference.conf}).
 *
 * @param longest after this time a stream ends and its client reconnects: 100 ms to 1 h
 */
record EventStreamSettings(Duration longest) {

  private static final String KEY = "chatsway.gateway.event-stream.longest";
  private static final long LEAST_MILLIS = 100;
  private static final long MOST_MILLIS = 3_600_000;

  EventStreamSettings {
    if (longest.toMillis() < LEAST_MILLIS || longest.toMillis() > MOST_MILLIS) {
      throw new IllegalArgumentException("%s: %s ms is not within %s to %s"
          .formatted(KEY, longest.toMillis(), LEAST_MILLIS, MOST_MILLIS));
    }
  }

  /**
   * Reads the key.
   *
   * @throws IllegalArgumentException naming the key, the value and what is allowed
   */
  static EventStreamSettings from(Config root) {
    return new EventStreamSettings(root.getDuration(KEY));
  }
}
