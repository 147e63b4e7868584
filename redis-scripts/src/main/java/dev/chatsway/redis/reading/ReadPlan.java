package dev.chatsway.redis.reading;

import dev.chatsway.redis.SessionKeys;
import dev.chatsway.redis.topology.SlotMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Sessions that are read together, in batches whose keys are encoded once. In a cluster a batch's sessions are of one
 * bucket, and so of one slot (docs/interface.md, section 3).
 */
public final class ReadPlan {

  private final List<ReadBatch> parts = new ArrayList<>();
  private final int sessions;

  /**
   * Prepares the batches.
   *
   * @param sessions in the order of the values that are read
   * @param chunk sessions a batch, from the settings
   * @param clustered whether a batch must not have sessions of two slots
   */
  ReadPlan(List<SessionKeys> sessions, int chunk, boolean clustered) {
    this.sessions = sessions.size();
    var bySlot = new LinkedHashMap<Integer, List<Integer>>();
    for (int i = 0; i < sessions.size(); i++) {
      int slot = clustered ? SlotMap.slot(sessions.get(i).live()) : SlotMap.ANY;
      bySlot.computeIfAbsent(slot, added -> new ArrayList<>()).add(i);
    }
    bySlot.forEach((slot, places) -> {
      for (int first = 0; first < places.size(); first += chunk) {
        List<Integer> some = places.subList(first, Math.min(first + chunk, places.size()));
        parts.add(ReadBatch.of(some, some.stream().map(sessions::get).toList(), slot));
      }
    });
  }

  List<ReadBatch> parts() {
    return parts;
  }

  int sessions() {
    return sessions;
  }
}
