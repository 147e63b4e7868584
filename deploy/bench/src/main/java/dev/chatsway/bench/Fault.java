package dev.chatsway.bench;

import java.io.IOException;
import java.util.Random;

/**
 * One way to fail. It is over, and what failed is back, when it returns.
 *
 * @param name as it is printed
 * @param mayLose whether a server may take over from one that has acknowledged votes which no replica has
 */
record Fault(String name, boolean mayLose, Strike strike) {

  /** What is done. */
  interface Strike {
    /** Fails, with lengths drawn from {@code random}. */
    void run(Random random) throws IOException, InterruptedException;
  }

  /** One that loses nothing. */
  static Fault of(String name, Strike strike) {
    return new Fault(name, false, strike);
  }

  /** One that may lose what was not replicated. */
  static Fault losing(String name, Strike strike) {
    return new Fault(name, true, strike);
  }

  /** A part of a fault. */
  interface Step {
    void run() throws IOException, InterruptedException;
  }

  /** Does something, and undoes it after a time drawn from {@code random}. */
  static void forAWhile(Random random, Step begin, Step end)
      throws IOException, InterruptedException {
    begin.run();
    try {
      Thread.sleep(millis(random));
    } finally {
      end.run();
    }
  }

  /** Milliseconds that are shorter than a Sentinel's patience or longer, half of the time each. */
  static long millis(Random random) {
    return random.nextBoolean() ? random.nextInt(50, 400) : random.nextInt(800, 5_000);
  }
}
