package dev.chatsway.gateway.http;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** How many connections each address has; no more entries than connections. */
final class Seats {

  private final ConcurrentMap<InetAddress, Integer> taken = new ConcurrentHashMap<>();
  private final int most;

  /** Up to {@code most} for an address. */
  Seats(int most) {
    this.most = most;
  }

  /** A connection's place: at one address at a time, and at none in the beginning. */
  final class Seat {
    private @Nullable InetAddress at;

    /** Leaves where it was; false, and nowhere, if the address has no room. */
    synchronized boolean take(InetAddress address) {
      leave();
      if (taken.merge(address, 1, Integer::sum) > most) {
        release(address);
        return false;
      }
      at = address;
      return true;
    }

    synchronized void leave() {
      if (at != null) {
        release(at);
        at = null;
      }
    }
  }

  /** For a connection that has just come. */
  Seat seat() {
    return new Seat();
  }

  private void release(InetAddress address) {
    taken.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
  }
}
