package dev.chatsway.http;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Wakes the WebSockets that have a frame to send, a few at a time. A tick wakes all overlays of an instance at once; between
 * two batches their threads serve what others handed over, so that a vote waits for one batch instead of the whole fan-out. A
 * thread of a fork-join pool does its own work first: each further batch is handed over by a thread outside the pool.
 */
final class WakeUps implements Runnable {

  /** Connections woken before other tasks get their turn: some 200 µs of sending. */
  static final int BATCH = 16;

  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final Executor streams;
  private final Executor outside;

  /**
   * @param streams runs the WebSockets' stages
   * @param outside hands over to {@code streams}, from a thread that is not one of them
   */
  WakeUps(Executor streams, Executor outside) {
    this.streams = streams;
    this.outside = outside;
  }

  /** Wakes a WebSocket soon; called on any thread. */
  void add(Runnable wakeUp) {
    waiting.add(wakeUp);
    if (begins()) {
      streams.execute(this);
    }
  }

  private boolean begins() {
    return !scheduled.get() && scheduled.compareAndSet(false, true);
  }

  @Override
  public void run() {
    try {
      for (int i = 0; i < BATCH; i++) {
        Runnable next = waiting.poll();
        if (next == null) {
          break;
        }
        next.run();
      }
    } finally {
      scheduled.set(false);
      if (!waiting.isEmpty() && begins()) {
        outside.execute(() -> streams.execute(this));
      }
    }
  }
}
