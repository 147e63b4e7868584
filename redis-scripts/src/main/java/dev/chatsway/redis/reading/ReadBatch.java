package dev.chatsway.redis.reading;

import dev.chatsway.redis.ReconnectingConnection;
import dev.chatsway.redis.SessionKeys;
import dev.chatsway.redis.TrackedStates;
import dev.chatsway.redis.TrackedStates.Entry;
import dev.chatsway.redis.topology.SlotMap;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/** Sessions of one slot that one MGET reads; their keys are encoded when it is first sent. */
final class ReadBatch {

  private final ReadPlan plan;
  private final int slot;
  private final int[] places;
  private final @Nullable Entry[] entries; // as last found, by the thread of the server's pipeline
  private final boolean asking;
  private @Nullable CommandArguments command;

  ReadBatch(ReadPlan plan, int slot, List<Integer> places, boolean asking) {
    this.plan = plan;
    this.slot = slot;
    this.places = places.stream().mapToInt(Integer::intValue).toArray();
    this.entries = new @Nullable Entry[places.size()];
    this.asking = asking;
  }

  /** How many sessions it has. */
  int size() {
    return places.length;
  }

  /** Place of its i-th session within the plan. */
  int place(int i) {
    return places[i];
  }

  /** Its i-th session. */
  SessionKeys session(int i) {
    return plan.session(places[i]);
  }

  /** The known state of its i-th session on a connection; null if it has to be read. */
  @Nullable
  Entry known(int i, TrackedStates tracked) {
    Entry entry = entries[i];
    if (entry == null || !tracked.uses(entry)) {
      entry = tracked.find(session(i));
      entries[i] = entry;
    }
    return entry;
  }

  /** Slot of all of them, or {@link SlotMap#ANY} outside of a cluster. */
  int slot() {
    return slot;
  }

  /** The commands to read it; the reply to the last one has the states. */
  List<CommandArguments> commands() {
    CommandArguments mget = command;
    if (mget == null) {
      mget = new CommandArguments(Command.MGET);
      for (int place : places) {
        mget.add(plan.session(place).live());
      }
      command = mget;
    }
    return asking ? List.of(ReconnectingConnection.ASKING, mget) : List.of(mget);
  }

  /** The same batch, for the node that its slot is moving to (ASK). */
  ReadBatch redirected() {
    return new ReadBatch(plan, slot, IntStream.of(places).boxed().toList(), true);
  }

  /** One batch per session: while a slot moves, its sessions are on two nodes, and a call must not need both. */
  List<ReadBatch> apart() {
    return IntStream.range(0, places.length).mapToObj(this::only).toList();
  }

  /** The i-th session alone. */
  ReadBatch only(int i) {
    return new ReadBatch(plan, slot, List.of(places[i]), false);
  }
}
