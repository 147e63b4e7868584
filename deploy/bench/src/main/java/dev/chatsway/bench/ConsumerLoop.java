package dev.chatsway.bench;

import dev.chatsway.broadcaster.ClientQueue;
import java.util.ArrayList;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * Clients that take every frame as it comes, all on one thread: as cheap as a testkit's probe, so that the tick is what is
 * measured and not whom it is for. The thread ends with {@link #close}.
 */
final class ConsumerLoop implements AutoCloseable {

  private final BlockingQueue<ClientQueue> woken =
      new LinkedBlockingQueue<>(); // each is in it once
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
    var batch = new ArrayList<ClientQueue>();
    try {
      while (true) {
        batch.add(woken.take());
        woken.drainTo(batch);
        for (ClientQueue queue : batch) {
          while (queue.pollOrPark() != null) {
            frames.increment();
          }
        }
        batch.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
