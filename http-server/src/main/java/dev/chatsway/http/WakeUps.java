package dev.chatsway.http;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Wakes the WebSockets of a {@link ConnectionGroup} that have a frame to send, a few at a time. A tick wakes all of them at
 * once; between two batches the group's event loop looks at its sockets and serves what others handed over, so that a vote
 * waits for one batch instead of the whole fan-out.
 */
final class WakeUps implements Runnable {

  /** Connections woken before other tasks get their turn: some 200 µs of sending. */
  static final int BATCH = 16;

  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final Executor group;
  private final Executor afterReading;

  /**
   * @param group runs the WebSockets' stages; what it is given while it runs comes after what those woken do
   * @param afterReading runs a task once the sockets were looked at
   */
  WakeUps(Executor group, Executor afterReading) {
    this.group = group;
    this.afterReading = afterReading;
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
      afterReading.execute(() -> group.execute(this));
    }
  }
}
