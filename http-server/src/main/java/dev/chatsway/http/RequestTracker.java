package dev.chatsway.http;

import org.jspecify.annotations.Nullable;

/**
 * How far a connection's requests have come: counted where requests are handled, looked at where its bytes go by. Both run
 * in the connection's stream, but a response may come from any thread.
 */
final class RequestTracker {

  private volatile int requests;
  private volatile int responses;
  private volatile int handed; // answers given to Akka HTTP
  private volatile int begun; // of these, the ones whose first bytes it has written
  private volatile @Nullable FrameSource feed;

  // under this object's lock
  private @Nullable Runnable onWritten;
  private boolean ended;

  @SuppressWarnings("NonAtomicVolatileUpdate") // requests come one at a time
  void requested() {
    requests++;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // so do their responses: pipelining is off
  void responded() {
    responses++;
  }

  /** An answer goes to Akka HTTP. */
  @SuppressWarnings("NonAtomicVolatileUpdate")
  void hand() {
    handed++;
  }

  /** The first bytes of a response go to the socket; false if no answer was given, so that it is Akka HTTP's own. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // only the connection's stream
  boolean begin() {
    if (begun == handed) {
      return false;
    }
    begun++;
    return true;
  }

  /** The response that comes next switches to a WebSocket that is fed by this; which is closed when the connection ends. */
  void upgraded(FrameSource toFeed) {
    boolean late;
    synchronized (this) {
      late = ended;
      if (!late) {
        feed = toFeed;
      }
    }
    if (late) {
      toFeed.close();
    }
    responded();
  }

  /** Runs this as soon as the next bytes are on their way to the peer, or the connection has ended; it must not block. */
  void whenWritten(Runnable action) {
    synchronized (this) {
      if (!ended) {
        // of a pipelined request whose answer still waits for the socket
        Runnable before = onWritten;
        onWritten = before == null
            ? action
            : () -> {
              before.run();
              action.run();
            };
        return;
      }
    }
    action.run();
  }

  /** Bytes are on their way to the peer. */
  void wrote() {
    Runnable action;
    synchronized (this) {
      action = onWritten;
      onWritten = null;
    }
    if (action != null) {
      action.run();
    }
  }

  /** No more bytes are written: what feeds its WebSocket, or was to feed it, is closed. */
  void end() {
    FrameSource fed;
    synchronized (this) {
      fed = ended ? null : feed;
      ended = true;
    }
    if (fed != null) {
      fed.close();
    }
    wrote();
  }

  int requests() {
    return requests;
  }

  boolean isUnderWay() {
    return requests != responses;
  }

  /** What feeds the WebSocket that the connection is to become, or null while it is to stay HTTP. */
  @Nullable
  FrameSource feed() {
    return feed;
  }
}
