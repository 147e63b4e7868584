package dev.chatsway.redis.reading;

import dev.chatsway.redis.SessionKeys;
import dev.chatsway.redis.topology.SlotMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sessions that are read together: their keys encoded once, in calls of a chunk each. In a cluster a call's sessions are of
 * one bucket, and so of one slot (contract, section 3).
 */
public final class Roster {

  private final List<Part> parts = new ArrayList<>();
  private final int sessions;
  private final int[] chunkOf;
  private final int[] placeOf;

  /**
   * Prepares the calls.
   *
   * @param sessions in the order of the values that are read
   * @param chunk sessions a call, from the settings
   * @param clustered whether a call must not have sessions of two slots
   */
  Roster(List<SessionKeys> sessions, int chunk, boolean clustered) {
    this.sessions = sessions.size();
    this.chunkOf = new int[sessions.size()];
    this.placeOf = new int[sessions.size()];
    var bySlot = new LinkedHashMap<Integer, List<Integer>>();
    for (int i = 0; i < sessions.size(); i++) {
      int slot = clustered ? SlotMap.slot(sessions.get(i).live()) : SlotMap.ANY;
      bySlot.computeIfAbsent(slot, added -> new ArrayList<>()).add(i);
    }
    bySlot.forEach((slot, places) -> {
      for (int first = 0; first < places.size(); first += chunk) {
        add(sessions, places.subList(first, Math.min(first + chunk, places.size())), slot);
      }
    });
  }

  private void add(List<SessionKeys> all, List<Integer> places, int slot) {
    IntStream.range(0, places.size()).forEach(place -> {
      chunkOf[places.get(place)] = parts.size();
      placeOf[places.get(place)] = place;
    });
    parts.add(Part.of(parts.size(), 0, places.stream().map(all::get).toList(), slot));
  }

  List<Part> parts() {
    return parts;
  }

  int sessions() {
    return sessions;
  }

  /** Which call's answer has the i-th session. */
  int chunkOf(int i) {
    return chunkOf[i];
  }

  /** Which place in that answer the i-th session has. */
  int placeOf(int i) {
    return placeOf[i];
  }
}
