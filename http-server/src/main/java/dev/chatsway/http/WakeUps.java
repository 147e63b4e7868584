package dev.chatsway.http;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Wakes the WebSockets that have a frame to send, a few at a time. A tick wakes all overlays of an instance at once; between
 * two batches their threads serve whatever else arrived, so that a vote waits for one batch instead of the whole fan-out. The
 * executor must run tasks in the order in which they were handed over, whichever thread did so.
 */
final class WakeUps implements Runnable {

  /** Connections woken before other tasks get their turn: some 200 µs of sending. */
  static final int BATCH = 16;

  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final Executor streams;

  /** @param streams that runs the WebSockets' stages */
  WakeUps(Executor streams) {
    this.streams = streams;
  }

  /** Wakes a WebSocket soon; called on any thread. */
  void add(Runnable wakeUp) {
    waiting.add(wakeUp);
    schedule();
  }

  private void schedule() {
    if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
      streams.execute(this);
    }
  }

  @Override
  public void run() {
    for (int i = 0; i < BATCH; i++) {
      Runnable next = waiting.poll();
      if (next == null) {
        break;
      }
      next.run();
    }
    scheduled.set(false);
    if (!waiting.isEmpty()) {
      schedule();
    }
  }
}
