package dev.chatsway.redis.reading;

import dev.chatsway.redis.RedisUnavailableException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One reading under way: what the servers have answered so far, and whose answers are still out. */
final class Reading {

  private final Roster roster;
  private final CompletableFuture<DecayedValues> values = new CompletableFuture<>();

  // under this object's lock
  private final byte[][] chunks;
  private final Map<ReadLane, Integer> out = new HashMap<>();
  private boolean begun;
  private boolean answered;
  private boolean ended;
  private @Nullable RedisUnavailableException failure;

  Reading(Roster roster) {
    this.roster = roster;
    this.chunks = new byte[roster.parts().size()][];
    Arrays.fill(chunks, DecayedValues.NONE);
  }

  /** Completes when all have answered, or with what there is when it {@link #expire}s; fails if nobody answered. */
  CompletionStage<DecayedValues> values() {
    return values;
  }

  Roster roster() {
    return roster;
  }

  /** A server is asked. */
  synchronized void asked(ReadLane lane) {
    out.merge(lane, 1, Integer::sum);
  }

  /** A server has answered, or failed, all that it was asked once. */
  void ended(ReadLane lane) {
    synchronized (this) {
      out.computeIfPresent(lane, (same, times) -> times == 1 ? null : times - 1);
    }
    completeIfAll();
  }

  /** Every server that had to be asked from the start was. */
  void begun() {
    synchronized (this) {
      begun = true;
    }
    completeIfAll();
  }

  /** The answer to a part. */
  synchronized void put(Part part, byte[] answer) {
    if (ended) {
      return; // it was shown without this
    }
    answered = true;
    int sessions = roster.parts().get(part.chunk()).sessions().size();
    if (part.sessions().size() == sessions) {
      chunks[part.chunk()] = answer;
    } else {
      byte[] chunk = chunks[part.chunk()];
      if (chunk == DecayedValues.NONE) {
        chunk = DecayedValues.unread(answer, sessions);
        chunks[part.chunk()] = chunk;
      }
      DecayedValues.put(answer, chunk, part.first());
    }
  }

  /** Some part will have no answer. */
  synchronized void failed(RedisUnavailableException why) {
    failure = why;
  }

  /** Ends it now: whoever has not answered is late. */
  void expire() {
    synchronized (this) {
      if (ended) {
        return;
      }
      out.keySet().forEach(ReadLane::isNowLate);
      if (failure == null && !out.isEmpty()) {
        failure = new RedisUnavailableException(
            "no answer in time from " + out.keySet().iterator().next().target().server());
      }
      out.clear();
    }
    completeIfAll();
  }

  private void completeIfAll() {
    RedisUnavailableException why;
    synchronized (this) {
      if (ended || !begun || !out.isEmpty()) {
        return;
      }
      ended = true;
      why = answered ? null : failure;
    }
    if (why == null) {
      values.complete(new DecayedValues(chunks, roster));
    } else {
      values.completeExceptionally(why);
    }
  }
}
