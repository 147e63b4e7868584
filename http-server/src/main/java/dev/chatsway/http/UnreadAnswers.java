package dev.chatsway.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What all connections of a process hold of HTTP answers that their clients have not read. Beyond a bound, those that have
 * taken nothing for longest are cut, so that clients that read slowly or not at all cannot fill the heap.
 */
final class UnreadAnswers {

  private final long most;
  private final Map<Runnable, Integer> waiting = new LinkedHashMap<>(); // guarded by this
  private long bytes; // guarded by this

  /** At most so many bytes of all connections together. */
  UnreadAnswers(long most) {
    this.most = most;
  }

  /**
   * Bytes were handed to a connection's socket, which has taken all that was before them.
   *
   * @param cut ends the connection, on any thread
   */
  void add(Runnable cut, int size) {
    slowest(cut, size).forEach(Runnable::run);
  }

  /** Adds, and removes and returns those to cut; only the newest may be left although it is beyond the bound alone. */
  private synchronized List<Runnable> slowest(Runnable cut, int size) {
    remove(cut);
    waiting.put(cut, size);
    bytes += size;
    if (bytes <= most) {
      return List.of();
    }
    var slowest = new ArrayList<Runnable>();
    for (var each = waiting.keySet().iterator(); bytes > most && waiting.size() > 1; ) {
      Runnable first = each.next();
      slowest.add(first);
      bytes -= waiting.get(first);
      each.remove();
    }
    return slowest;
  }

  /** The socket has taken them, or the connection has ended. */
  synchronized void remove(Runnable cut) {
    Integer size = waiting.remove(cut);
    if (size != null) {
      bytes -= size;
    }
  }
}
