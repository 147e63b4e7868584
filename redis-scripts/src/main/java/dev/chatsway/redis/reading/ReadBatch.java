package dev.chatsway.redis.reading;

import dev.chatsway.redis.ReconnectingConnection;
import dev.chatsway.redis.SessionKeys;
import dev.chatsway.redis.topology.SlotMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/** Sessions of one slot that are read by one MGET, whose keys are encoded when it is first sent. */
final class ReadBatch {

  private final List<Integer> places;
  private final List<SessionKeys> sessions;
  private final int slot;
  private final boolean asking;
  private @Nullable CommandArguments states;

  private ReadBatch(List<Integer> places, List<SessionKeys> sessions, int slot, boolean asking) {
    this.places = places;
    this.sessions = sessions;
    this.slot = slot;
    this.asking = asking;
  }

  /** Collects sessions into batches of one slot and of a bounded size. */
  static final class Builder {
    private final int size;
    private final Map<Integer, ReadBatch> open = new LinkedHashMap<>();
    private final List<ReadBatch> full = new ArrayList<>();

    Builder(int size) {
      this.size = size;
    }

    void add(int place, SessionKeys session, int slot) {
      ReadBatch batch = open.computeIfAbsent(
          slot, added -> new ReadBatch(new ArrayList<>(), new ArrayList<>(), slot, false));
      batch.places.add(place);
      batch.sessions.add(session);
      if (batch.places.size() == size) {
        full.add(open.remove(slot));
      }
    }

    List<ReadBatch> build() {
      full.addAll(open.values());
      open.clear();
      return full;
    }
  }

  /** Places of its sessions within the plan. */
  List<Integer> places() {
    return places;
  }

  /** Its sessions, in the order of the places. */
  List<SessionKeys> sessions() {
    return sessions;
  }

  /** Slot of all of them, or {@link SlotMap#ANY} outside of a cluster. */
  int slot() {
    return slot;
  }

  /** The commands that ask for it; the reply to the last of them has the states. */
  List<CommandArguments> commands() {
    CommandArguments command = states;
    if (command == null) {
      command = new CommandArguments(Command.MGET);
      for (SessionKeys session : sessions) {
        command.add(session.live());
      }
      states = command;
    }
    return asking ? List.of(ReconnectingConnection.ASKING, command) : List.of(command);
  }

  /** The same batch, for the node that its slot is on its way to (ASK). */
  ReadBatch redirected() {
    return new ReadBatch(places, sessions, slot, true);
  }

  /** One batch a session: while a slot moves, its sessions are on two nodes, and a call must not want both. */
  List<ReadBatch> apart() {
    return IntStream.range(0, sessions.size()).mapToObj(this::only).toList();
  }

  /** The i-th session alone. */
  ReadBatch only(int i) {
    return new ReadBatch(List.of(places.get(i)), List.of(sessions.get(i)), slot, false);
  }
}
