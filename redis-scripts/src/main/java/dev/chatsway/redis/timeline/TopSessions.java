package dev.chatsway.redis.timeline;

import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.Reply;
import dev.chatsway.redis.SessionKeys;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.session.timeline.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * Finds the sessions with the most votes at the moment. It needs no counters of its own: the functions record each vote
 * in the bucket of its 10 s, and those are read on request, a few hundred per call and one call after another, so that
 * no vote waits long for them.
 */
public final class TopSessions {

  /**
   * One session.
   *
   * @param votesPerSecond counted votes, averaged over the elapsed part of its newest 10 s with votes
   */
  public record Loud(UUID session, double votesPerSecond) {}

  private static final int CHUNK = 250;

  /** A bucket that is older says nothing of the moment: it has ended, and the one behind it too. */
  private static final int FORGOTTEN_MILLIS = 2 * Entry.BUCKET_MILLIS;

  private static final int LEAST_MILLIS = 1_000;

  private final Sessions sessions;
  private final RedisCommands calls;

  /** Speaks to Redis through {@code calls}. */
  public TopSessions(Sessions sessions, RedisCommands calls) {
    this.sessions = sessions;
    this.calls = calls;
  }

  /** The sessions with votes in the last 20 s, busiest first, up to {@code limit}. */
  public CompletionStage<List<Loud>> find(int limit) {
    return sessions.ids().thenCompose(ids -> {
      CompletionStage<List<Loud>> all = CompletableFuture.completedStage(new ArrayList<>());
      for (List<UUID> part : parts(ids)) {
        all = all.thenCompose(found -> read(part, found));
      }
      return all.thenApply(found -> found.stream()
          .sorted(Comparator.comparingDouble(Loud::votesPerSecond).reversed())
          .limit(limit)
          .toList());
    });
  }

  /** Of one slot each. */
  private static List<List<UUID>> parts(List<UUID> ids) {
    var byBucket = new LinkedHashMap<Integer, List<UUID>>();
    ids.forEach(id -> byBucket
        .computeIfAbsent(SessionKeys.bucket(id), added -> new ArrayList<>())
        .add(id));
    var parts = new ArrayList<List<UUID>>();
    for (List<UUID> same : byBucket.values()) {
      for (int first = 0; first < same.size(); first += CHUNK) {
        parts.add(same.subList(first, Math.min(first + CHUNK, same.size())));
      }
    }
    return parts;
  }

  private CompletionStage<List<Loud>> read(List<UUID> part, List<Loud> found) {
    var command = new CommandArguments(Command.MGET);
    part.forEach(id -> command.add(SessionKeys.of(id).votesBucket()));
    return calls.call("MGET", command).thenCombine(millis(), (reply, now) -> {
      var entries = (List<?>) reply;
      for (int i = 0; i < part.size(); i++) {
        double rate = rate((byte @Nullable []) entries.get(i), now);
        if (rate > 0) {
          found.add(new Loud(part.get(i), rate));
        }
      }
      return found;
    });
  }

  private CompletionStage<Long> millis() {
    return calls
        .call("TIME", new CommandArguments(Command.TIME))
        .thenApply(reply -> Long.parseLong(Reply.text(((List<?>) reply).get(0))) * 1_000
            + Long.parseLong(Reply.text(((List<?>) reply).get(1))) / 1_000);
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
