package dev.chatsway.redis.reading;

import dev.chatsway.redis.NodePipeline;
import dev.chatsway.redis.TrackedStates;
import dev.chatsway.session.LiveState;
import dev.chatsway.session.StoreUnavailableException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A reading in flight: the answers so far, and the servers that have not answered yet. */
final class PendingRead {

  private final ReadPlan plan;
  private final int turn;
  private final CompletableFuture<List<LiveState>> values = new CompletableFuture<>();

  // under this object's lock
  private final LiveState[] states;
  private final Map<NodePipeline, Integer> out = new HashMap<>();
  private boolean begun;
  private boolean answered;
  private boolean ended;
  private @Nullable StoreUnavailableException failure;

  PendingRead(ReadPlan plan) {
    this.plan = plan;
    this.turn = plan.nextTurn();
    this.states = new LiveState[plan.sessions()];
    Arrays.fill(states, LiveState.UNREAD);
  }

  /** Completes when all have answered, or with what there is when it {@link #expire}s; fails if no server answered. */
  CompletionStage<List<LiveState>> values() {
    return values;
  }

  ReadPlan plan() {
    return plan;
  }

  /** Which of each server's batches is read even if it is known. */
  int turn() {
    return turn;
  }

  /** Whether it has completed, with or without the missing answers. */
  synchronized boolean hasEnded() {
    return ended;
  }

  /** A server is asked. */
  synchronized void asked(NodePipeline server) {
    out.merge(server, 1, Integer::sum);
  }

  /** A server has answered, or failed, everything in one request. */
  void ended(NodePipeline server) {
    synchronized (this) {
      out.computeIfPresent(server, (same, times) -> times == 1 ? null : times - 1);
    }
    completeIfAll();
  }

  /** All servers of the plan have been asked. */
  void begun() {
    synchronized (this) {
      begun = true;
    }
    completeIfAll();
  }

  /** Takes the answer to a batch: a state for each session, null if there is none, to be decayed to {@code micros}. */
  synchronized void put(ReadBatch batch, List<?> answer, double micros) {
    if (ended) {
      return; // it was shown without this
    }
    answered = true;
    for (int i = 0; i < answer.size(); i++) {
      states[batch.place(i)] = LiveState.at(micros, (byte[]) answer.get(i));
    }
  }

  /**
   * Takes those of the first {@code count} states that are still known: a server's answer at {@code micros} has proved them
   * unchanged.
   *
   * @return the places of the others
   */
  synchronized List<Integer> confirm(
      int[] places, TrackedStates.Entry[] entries, int count, double micros) {
    var changed = new ArrayList<Integer>();
    for (int i = 0; i < count; i++) {
      byte[] state = entries[i].state();
      if (state == null) {
        changed.add(places[i]);
      } else if (!ended) {
        states[places[i]] = LiveState.at(micros, state);
        answered = true;
      }
    }
    return changed;
  }

  /** Some batch will have no answer. */
  synchronized void failed(StoreUnavailableException why) {
    failure = why;
  }

  /** Completes it now: servers that have not answered are late. */
  void expire() {
    synchronized (this) {
      if (ended) {
        return;
      }
      out.keySet().forEach(NodePipeline::markLate);
      if (failure == null && !out.isEmpty()) {
        failure = new StoreUnavailableException(
            "no answer in time from " + out.keySet().iterator().next().node().server());
      }
      out.clear();
    }
    completeIfAll();
  }

  private void completeIfAll() {
    StoreUnavailableException why;
    synchronized (this) {
      if (ended || !begun || !out.isEmpty()) {
        return;
      }
      ended = true;
      why = answered ? null : failure;
    }
    if (why == null) {
      values.complete(List.of(states));
    } else {
      values.completeExceptionally(why);
    }
  }
}
