package dev.chatsway.http;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** How many connections each address has; no more entries than connections. */
final class ConnectionQuota {

  private final ConcurrentMap<InetAddress, Integer> taken = new ConcurrentHashMap<>();
  private final int most;

  /** Up to {@code most} for an address. */
  ConnectionQuota(int most) {
    this.most = most;
  }

  /** A connection's place: at one address at a time, and at none in the beginning. */
  final class Permit {
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
  Permit seat() {
    return new Permit();
  }

  private void release(InetAddress address) {
    taken.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
  }
}
