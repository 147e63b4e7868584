package dev.chatsway.http;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Wakes the WebSockets of a {@link ConnectionGroup} that have a frame to send, a few at a time. A tick wakes all of them at
 * once; between two batches the group and its thread serve what others handed over, so that a vote waits for one batch instead
 * of the whole fan-out. A thread of a fork-join pool does its own work first: each further batch is handed over by a thread
 * outside the pool.
 */
final class WakeUps implements Runnable {

  /** Connections woken before other tasks get their turn: some 200 µs of sending. */
  static final int BATCH = 16;

  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final Executor group;
  private final Executor outside;

  /**
   * @param group runs the WebSockets' stages; what it is given while it runs comes after what those woken do
   * @param outside hands over to {@code group}, from a thread that is not one of its pool
   */
  WakeUps(Executor group, Executor outside) {
    this.group = group;
    this.outside = outside;
  }

  /** Wakes a WebSocket soon; called on any thread. */
  void add(Runnable wakeUp) {
    waiting.add(wakeUp);
    if (begins()) {
      group.execute(this);
    }
  }

  private boolean begins() {
    return !scheduled.get() && scheduled.compareAndSet(false, true);
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
    group.execute(this::finish);
  }

  private void finish() {
    scheduled.set(false);
    if (!waiting.isEmpty() && begins()) {
      outside.execute(() -> group.execute(this));
    }
  }
}
