package dev.chatsway.redis.reading;

import dev.chatsway.redis.SessionKeys;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/** Sessions that are read together: their keys encoded once, in calls of a chunk each. */
public final class Roster {

  private final List<CommandArguments> calls = new ArrayList<>();
  private final int sessions;
  private final int chunk;

  /**
   * Prepares the calls.
   *
   * @param sessions in the order of the values that are read
   * @param chunk sessions a call, from the settings
   */
  Roster(List<SessionKeys> sessions, int chunk) {
    this.sessions = sessions.size();
    this.chunk = chunk;
    for (int first = 0; first < sessions.size(); first += chunk) {
      List<SessionKeys> some = sessions.subList(first, Math.min(first + chunk, sessions.size()));
      var call =
          new CommandArguments(Command.FCALL_RO).add("get_decayed_values").add(some.size());
      some.forEach(keys -> call.add(keys.live()));
      calls.add(call.add("packed").add("counted"));
    }
  }

  List<CommandArguments> calls() {
    return calls;
  }

  int sessions() {
    return sessions;
  }

  int chunk() {
    return chunk;
  }
}
