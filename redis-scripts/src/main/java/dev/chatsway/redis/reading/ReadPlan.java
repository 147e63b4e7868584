package dev.chatsway.redis.reading;

import dev.chatsway.redis.SessionKeys;
import dev.chatsway.redis.topology.SlotMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Sessions that are read together, in batches whose keys are encoded once. In a cluster a batch's sessions are of one
 * bucket, and so of one slot (docs/interface.md, section 3).
 */
public final class ReadPlan {

  /** Each reading includes one batch of each server in turn: after this many readings every session has been read. */
  private static final int TURNS = 20;

  private static final int LEAST_BATCH = 16;

  private final List<SessionKeys> sessions;
  private final int chunk;
  private final boolean clustered;
  private final List<ReadBatch> batches;
  private final AtomicInteger turn = new AtomicInteger();

  /**
   * Prepares the batches.
   *
   * @param sessions in the order of the resulting values
   * @param chunk maximum sessions per batch, from the settings
   * @param clustered whether a batch must not have sessions of two slots
   */
  ReadPlan(List<SessionKeys> sessions, int chunk, boolean clustered) {
    this.sessions = List.copyOf(sessions);
    this.chunk = chunk;
    this.clustered = clustered;
    this.batches = batches(
        IntStream.range(0, sessions.size()).boxed().toList(),
        Math.min(chunk, Math.max(LEAST_BATCH, sessions.size() / TURNS)));
  }

  /** All sessions, in batches that are read in turn. */
  List<ReadBatch> batches() {
    return batches;
  }

  /** The sessions at these places, in as few batches as possible. */
  List<ReadBatch> batches(List<Integer> places) {
    return batches(places, chunk);
  }

  private List<ReadBatch> batches(List<Integer> places, int most) {
    var result = new ArrayList<ReadBatch>();
    places.stream()
        .collect(Collectors.groupingBy(this::slot, LinkedHashMap::new, Collectors.toList()))
        .forEach((slot, all) -> {
          for (int from = 0; from < all.size(); from += most) {
            List<Integer> some = all.subList(from, Math.min(all.size(), from + most));
            result.add(new ReadBatch(this, slot, some, false));
          }
        });
    return result;
  }

  private int slot(int place) {
    return clustered ? SlotMap.slot(session(place).live()) : SlotMap.ANY;
  }

  SessionKeys session(int place) {
    return sessions.get(place);
  }

  int sessions() {
    return sessions.size();
  }

  /** Returns another number with every reading. */
  int nextTurn() {
    return turn.getAndIncrement() & Integer.MAX_VALUE;
  }
}
