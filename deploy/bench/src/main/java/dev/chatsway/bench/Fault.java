package dev.chatsway.bench;

import java.io.IOException;
import java.util.Random;

/**
 * One way to fail. It is over, and what failed is back, when it returns.
 *
 * @param name as it is printed
 */
record Fault(String name, Strike strike) {

  /** No vote may be lost to it. */
  static final long NO_LOSS = 0;

  /** What is done. */
  interface Strike {
    /**
     * Fails, with lengths drawn from {@code random}.
     *
     * @return until when, by {@link System#nanoTime}, votes may have been acknowledged that no replica had; {@link #NO_LOSS}
     */
    long run(Random random) throws IOException, InterruptedException;
  }

  /** Milliseconds that are shorter than a Sentinel's patience or longer, half of the time each. */
  static long millis(Random random) {
    return random.nextBoolean() ? random.nextInt(50, 400) : random.nextInt(800, 5_000);
  }
}
