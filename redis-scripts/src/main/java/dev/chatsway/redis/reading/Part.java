package dev.chatsway.redis.reading;

import dev.chatsway.redis.SessionKeys;
import dev.chatsway.redis.topology.SlotMap;
import java.util.List;
import java.util.stream.IntStream;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * One call of a reading: sessions of one slot, encoded once.
 *
 * @param chunk the place of its answer
 * @param first the place of its first session within that answer
 * @param sessions in the order of the answer
 * @param slot of all of them, or {@link SlotMap#ANY} outside of a cluster
 * @param command what asks for them
 * @param asking whether another node sent it on for this once (ASK)
 */
record Part(
    int chunk,
    int first,
    List<SessionKeys> sessions,
    int slot,
    CommandArguments command,
    boolean asking) {

  static Part of(int chunk, int first, List<SessionKeys> sessions, int slot) {
    var command =
        new CommandArguments(Command.FCALL_RO).add("get_decayed_values").add(sessions.size());
    sessions.forEach(keys -> command.add(keys.live()));
    return new Part(chunk, first, List.copyOf(sessions), slot, command.add("raw"), false);
  }

  /** The same with the permission to be answered by a node that the slot is on its way to. */
  Part sentOn() {
    return new Part(chunk, first, sessions, slot, command, true);
  }

  /** One call a session: while a slot moves, its sessions are on two nodes, and a call must not want both. */
  List<Part> apart() {
    return IntStream.range(0, sessions.size())
        .mapToObj(i -> of(chunk, first + i, List.of(sessions.get(i)), slot))
        .toList();
  }
}
