package dev.chatsway.bench;

import dev.chatsway.broadcaster.ClientQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that take every frame as it comes, all on one thread: as cheap as a testkit's probe, so that the tick is what is
 * measured and not whom it is for. The thread ends with {@link #close}.
 */
final class ConsumerLoop implements AutoCloseable {

  /** How often it looks for frames: being woken for each client would take half of the Broadcaster's time. */
  private static final long PAUSE_NANOS = 500_000;

  private final Queue<ClientQueue> woken = new ConcurrentLinkedQueue<>(); // each is in it once
  private final LongAdder frames = new LongAdder();
  private final Thread thread = new Thread(this::take, "takers");

  ConsumerLoop() {
    thread.setDaemon(true);
    thread.start();
  }

  /** One client more. */
  void add(ClientQueue queue) {
    queue.opened(() -> woken.add(queue));
    woken.add(queue); // finds nothing, and waits to be woken from then on
  }

  /** Frames taken so far. */
  long frames() {
    return frames.sum();
  }

  private void take() {
    while (!thread.isInterrupted()) { // closed
      ClientQueue queue = woken.poll();
      if (queue == null) {
        LockSupport.parkNanos(PAUSE_NANOS);
        continue;
      }
      while (queue.pollOrPark() != null) {
        frames.increment();
      }
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
