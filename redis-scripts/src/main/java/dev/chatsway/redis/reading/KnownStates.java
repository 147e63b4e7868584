package dev.chatsway.redis.reading;

import dev.chatsway.redis.SessionKeys;
import java.util.ArrayList;
import java.util.List;

/** The sessions of one reading that a server need not be asked for, as long as it names none of them as changed. */
final class KnownStates {

  private record Known(int place, SessionKeys session, int slot, TrackedStates.Entry entry) {}

  private final List<Known> all = new ArrayList<>();

  void add(int place, SessionKeys session, int slot, TrackedStates.Entry entry) {
    all.add(new Known(place, session, slot, entry));
  }

  /** Copies what is still known to its places; false if there is nothing. */
  boolean copyTo(byte[][] states, double[] now, double micros) {
    boolean copied = false;
    for (Known known : all) {
      byte[] state = known.entry().state();
      if (state != null) {
        states[known.place()] = state;
        now[known.place()] = micros;
        copied = true;
      }
    }
    return copied;
  }

  /** Batches of those that were named as changed meanwhile. */
  List<ReadBatch> changed(int chunk) {
    var builder = new ReadBatch.Builder(chunk);
    for (Known known : all) {
      if (known.entry().state() == null) {
        builder.add(known.place(), known.session(), known.slot());
      }
    }
    return builder.build();
  }
}
