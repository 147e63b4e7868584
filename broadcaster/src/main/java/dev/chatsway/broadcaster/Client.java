package dev.chatsway.broadcaster;

import java.util.UUID;

/** One connected overlay, as the Broadcaster remembers it. */
final class Client {
  private static final long NEVER = -1;

  final ClientQueue queue;
  final Protocol protocol;
  final UUID overlayId;

  /** The revision at which this client's overlay id was valid. */
  final long settingsRevision;

  /** Counts the clients of its Broadcaster in the order in which they came. */
  final long number;

  private long stuckSince = NEVER;

  Client(ClientQueue queue, Protocol protocol, SessionDetails accepted, long number) {
    this.queue = queue;
    this.protocol = protocol;
    this.overlayId = accepted.overlayId();
    this.settingsRevision = accepted.settingsRevision();
    this.number = number;
  }

  /** Whether its stream has taken nothing for {@code limit} ticks although something waited; checked once a second. */
  boolean isStalled(long tick, long limit) {
    if (!queue.isStuck()) {
      stuckSince = NEVER;
      return false;
    }
    if (stuckSince == NEVER) {
      stuckSince = tick;
    }
    return tick - stuckSince >= limit;
  }

  /** Whether it connected with an overlay id that has been replaced since. */
  boolean isRotatedBy(SessionDetails latest) {
    return isCoveredBy(latest) && !overlayId.equals(latest.overlayId());
  }

  /** Whether these details are at least as new as those the client was accepted with. */
  boolean isCoveredBy(SessionDetails latest) {
    return settingsRevision <= latest.settingsRevision();
  }
}
