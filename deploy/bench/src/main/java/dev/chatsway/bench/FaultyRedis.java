package dev.chatsway.bench;

import dev.chatsway.bench.Instance.Bar;
import java.io.IOException;
import java.util.List;

/** Redis servers to which things happen. */
interface FaultyRedis extends AutoCloseable {

  /** For {@code REDIS_URL}. */
  String url();

  /** What can happen to them, or to what they hold of these bars. */
  List<Fault> all(List<Bar> bars);

  /** The ports of those that are primaries now, by what one that answers says. */
  List<Integer> primaries();

  /** Waits until they have recovered from the last fault, so that no second one finds data in one place only. */
  void awaitInStep() throws InterruptedException;

  @Override
  void close() throws IOException;
}
