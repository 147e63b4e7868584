package dev.chatsway.http;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Counts and limits the connections of each address. */
final class ConnectionQuota {

  private final ConcurrentMap<InetAddress, Integer> taken = new ConcurrentHashMap<>();
  private final int most;

  /** Allows up to {@code most} connections per address. */
  ConnectionQuota(int most) {
    this.most = most;
  }

  /** A connection's place in the count of one address at a time; none at first. */
  final class Permit {
    private @Nullable InetAddress at;

    /** Leaves its address for this one; false, leaving it without one, if the address has no room. */
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

  /** Creates the permit of a new connection. */
  Permit seat() {
    return new Permit();
  }

  private void release(InetAddress address) {
    taken.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
  }
}
