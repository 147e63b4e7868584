package dev.chatsway.redis.topology;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Which servers a tick's values are read from. What decides anything always goes to primaries. */
public enum ReadFrom {
  PRIMARY,
  /** A replica, where a healthy one is known; its primary else. Values are as old as its replication lags. */
  REPLICA;

  /** The constant of a word in a configuration. */
  public static Optional<ReadFrom> of(String word) {
    return Stream.of(values())
        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst();
  }
}
