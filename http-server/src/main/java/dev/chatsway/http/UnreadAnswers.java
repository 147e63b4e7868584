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

  /** A connection whose client reads, or does not. */
  interface Reader {
    /** Ends the connection; called on any thread. */
    void cutOff();
  }

  private final long most;
  private final Map<Reader, Integer> waiting = new LinkedHashMap<>(); // guarded by this
  private long bytes; // guarded by this

  /** At most so many bytes of all connections together. */
  UnreadAnswers(long most) {
    this.most = most;
  }

  /**
   * So many bytes were handed to a connection's socket, which has taken all that was before them. Cuts off the slowest
   * readers if it is too much for all together.
   */
  void add(Reader reader, int size) {
    slowest(reader, size).forEach(Reader::cutOff);
  }

  /** Adds, and removes and returns those to cut; only the newest may be left although it is beyond the bound alone. */
  private synchronized List<Reader> slowest(Reader reader, int size) {
    remove(reader);
    waiting.put(reader, size);
    bytes += size;
    if (bytes <= most) {
      return List.of();
    }
    var slowest = new ArrayList<Reader>();
    var each = waiting.entrySet().iterator();
    while (bytes > most && waiting.size() > 1) {
      var first = each.next();
      slowest.add(first.getKey());
      bytes -= first.getValue();
      each.remove();
    }
    return slowest;
  }

  /** The socket has taken them, or the connection has ended. */
  synchronized void remove(Reader reader) {
    Integer size = waiting.remove(reader);
    if (size != null) {
      bytes -= size;
    }
  }
}
