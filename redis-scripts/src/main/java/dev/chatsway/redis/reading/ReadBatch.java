package dev.chatsway.redis.reading;

import dev.chatsway.redis.ReconnectingConnection;
import dev.chatsway.redis.SessionKeys;
import dev.chatsway.redis.topology.SlotMap;
import java.util.List;
import java.util.stream.IntStream;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * One batch of a reading: sessions of one slot, their keys encoded once.
 *
 * @param places of its sessions within the roster
 * @param sessions in the order of the places
 * @param slot of all of them, or {@link SlotMap#ANY} outside of a cluster
 * @param states asks for their live states
 * @param asking whether another node sent it on for this once (ASK)
 */
record ReadBatch(
    List<Integer> places,
    List<SessionKeys> sessions,
    int slot,
    CommandArguments states,
    boolean asking) {

  private static final CommandArguments TIME = new CommandArguments(Command.TIME);

  static ReadBatch of(List<Integer> places, List<SessionKeys> sessions, int slot) {
    var states = new CommandArguments(Command.MGET);
    sessions.forEach(keys -> states.add(keys.live()));
    return new ReadBatch(List.copyOf(places), List.copyOf(sessions), slot, states, false);
  }

  /** What asks for it. The time goes first: a state that is written behind it is as good as new. */
  List<CommandArguments> commands() {
    return asking ? List.of(TIME, ReconnectingConnection.ASKING, states) : List.of(TIME, states);
  }

  /** The same with the permission to be answered by a node that the slot is on its way to. */
  ReadBatch sentOn() {
    return new ReadBatch(places, sessions, slot, states, true);
  }

  /** One batch a session: while a slot moves, its sessions are on two nodes, and a call must not want both. */
  List<ReadBatch> apart() {
    return IntStream.range(0, sessions.size()).mapToObj(this::only).toList();
  }

  /** The i-th session alone. */
  ReadBatch only(int i) {
    return of(List.of(places.get(i)), List.of(sessions.get(i)), slot);
  }
}
