package dev.chatsway.redis.reading;

import dev.chatsway.redis.SessionKeys;
import dev.chatsway.redis.topology.SlotMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sessions that are read together, in batches whose keys are encoded once. In a cluster a batch's sessions are of one
 * bucket, and so of one slot (docs/interface.md, section 3).
 */
public final class ReadPlan {

  /** One batch of each server is read with every reading: this many readings have then asked for every session. */
  private static final int TURNS = 20;

  private static final int LEAST_BATCH = 16;

  private final List<ReadBatch> batches;
  private final int sessions;
  private final AtomicInteger turn = new AtomicInteger();

  /**
   * Prepares the batches.
   *
   * @param sessions in the order of the values that are read
   * @param chunk the most sessions of a batch, from the settings
   * @param clustered whether a batch must not have sessions of two slots
   */
  ReadPlan(List<SessionKeys> sessions, int chunk, boolean clustered) {
    this.sessions = sessions.size();
    var builder =
        new ReadBatch.Builder(Math.min(chunk, Math.max(LEAST_BATCH, sessions.size() / TURNS)));
    for (int i = 0; i < sessions.size(); i++) {
      SessionKeys keys = sessions.get(i);
      builder.add(i, keys, clustered ? SlotMap.slot(keys.live()) : SlotMap.ANY);
    }
    this.batches = List.copyOf(builder.build());
  }

  List<ReadBatch> batches() {
    return batches;
  }

  int sessions() {
    return sessions;
  }

  /** Returns another number with every reading. */
  int nextTurn() {
    return turn.getAndIncrement() & Integer.MAX_VALUE;
  }
}
