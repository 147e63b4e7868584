package dev.chatsway.redis.timeline;

import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.SessionKeys;
import dev.chatsway.redis.session.SessionScan;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.session.timeline.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Finds the sessions with the most votes at the moment. It needs no counters of its own: the functions record each vote
 * in the bucket of its 10 s, and those are read on request.
 */
public final class TopSessions {

  /**
   * One session.
   *
   * @param votesPerSecond counted votes, averaged over the elapsed part of its newest 10 s with votes
   */
  public record Loud(UUID session, double votesPerSecond) {}

  /** A bucket that is older says nothing of the moment: it has ended, and the one behind it too. */
  private static final int FORGOTTEN_MILLIS = 2 * Entry.BUCKET_MILLIS;

  private static final int LEAST_MILLIS = 1_000;

  private final Sessions sessions;
  private final SessionScan scan;

  /** Speaks to Redis through {@code calls}. */
  public TopSessions(Sessions sessions, RedisCommands calls) {
    this.sessions = sessions;
    this.scan = new SessionScan(calls);
  }

  /** The sessions with votes in the last 20 s, busiest first, up to {@code limit}. */
  public CompletionStage<List<Loud>> find(int limit) {
    var found = new ArrayList<Loud>();
    return sessions
        .ids()
        .thenCompose(ids -> scan.read(ids, SessionKeys::votesBucket, (id, bucket, nowMicros) -> {
          double rate = rate(bucket, (long) nowMicros / 1_000);
          if (rate > 0) {
            found.add(new Loud(id, rate));
          }
        }))
        .thenApply(read -> found.stream()
            .sorted(Comparator.comparingDouble(Loud::votesPerSecond).reversed())
            .limit(limit)
            .toList());
  }

  static double rate(byte @Nullable [] bucket, long nowMillis) {
    var entries = bucket == null ? List.<Entry>of() : Entry.unpack(bucket);
    if (entries.isEmpty()) {
      return 0;
    }
    var entry = entries.get(0);
    long since = nowMillis - entry.curve().fromMillis() / Entry.BUCKET_MILLIS * Entry.BUCKET_MILLIS;
    if (since >= FORGOTTEN_MILLIS) {
      return 0;
    }
    double millis = Math.max(LEAST_MILLIS, Math.min(since, Entry.BUCKET_MILLIS));
    return (entry.votesFor() + entry.votesAgainst()) * 1_000 / millis;
  }
}
