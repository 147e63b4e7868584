package dev.chatsway.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** What several tests need said the same way. */
final class Sample {

  /** The fields of a session whose votes all count: no debounce, no limit, no decay. */
  static final Map<String, String> FIELDS = fields("sum", 10, 0, 0, 0, false);

  private Sample() {}

  static Map<String, String> fields(
      String scale,
      double voteDelta,
      double decayRate,
      int debounceMillis,
      int votesPerMinute,
      boolean paused) {
    return Map.of(
        "name",
        "sample",
        "settings",
        "{\"scale\":\"%s\",\"voteDelta\":%s,\"decayRate\":%s,\"debounceMillis\":%s,\"votesPerMinute\":%s,\"paused\":%b}"
            .formatted(scale, voteDelta, decayRate, debounceMillis, votesPerMinute, paused));
  }

  static byte[][] voteKeys(UUID session, String voter, String message) {
    SessionKeys keys = SessionKeys.of(session);
    return new byte[][] {
      keys.live(),
      keys.session(),
      keys.rate(),
      keys.voter(session + voter),
      keys.timeline(),
      keys.votesBucket(),
      keys.seen(session + message)
    };
  }

  /** The same as builds before version 4 of the library gave them. */
  static byte[][] olderVoteKeys(UUID session, String voter, String message) {
    byte[][] keys = voteKeys(session, voter, message);
    return new byte[][] {keys[0], keys[1], keys[2], keys[3], keys[6]};
  }

  static String resource(String name) {
    try (var in = Objects.requireNonNull(Sample.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
