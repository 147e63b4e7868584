package dev.chatsway.redis.reading;

import dev.chatsway.redis.ReconnectingConnection;
import dev.chatsway.redis.SessionKeys;
import dev.chatsway.redis.topology.SlotMap;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/** Sessions of one slot that are read by one MGET, whose keys are encoded when it is first sent. */
final class ReadBatch {

  private final ReadPlan plan;
  private final int slot;
  private final List<Integer> places;
  private final boolean asking;
  private @Nullable CommandArguments command;

  ReadBatch(ReadPlan plan, int slot, List<Integer> places, boolean asking) {
    this.plan = plan;
    this.slot = slot;
    this.places = places;
    this.asking = asking;
  }

  /** Places of its sessions within the plan. */
  List<Integer> places() {
    return places;
  }

  /** The session of its i-th place. */
  SessionKeys session(int i) {
    return plan.session(places.get(i));
  }

  /** Slot of all of them, or {@link SlotMap#ANY} outside of a cluster. */
  int slot() {
    return slot;
  }

  /** The commands that ask for it; the reply to the last of them has the states. */
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

  /** The same batch, for the node that its slot is on its way to (ASK). */
  ReadBatch redirected() {
    return new ReadBatch(plan, slot, places, true);
  }

  /** One batch a session: while a slot moves, its sessions are on two nodes, and a call must not want both. */
  List<ReadBatch> apart() {
    return IntStream.range(0, places.size()).mapToObj(this::only).toList();
  }

  /** The i-th session alone. */
  ReadBatch only(int i) {
    return new ReadBatch(plan, slot, places.subList(i, i + 1), false);
  }
}
