package dev.chatsway.bench;

import dev.chatsway.bench.Instance.Bar;
import java.io.IOException;
import java.util.List;
import java.util.Random;

/** What can happen to Redis servers, of whichever kind. */
abstract class FaultyRedis<R extends RedisServers> implements AutoCloseable {

  final R redis;

  FaultyRedis(R redis) {
    this.redis = redis;
  }

  /** What can happen to them, or to what they hold of these bars. */
  abstract List<Fault> all(List<Bar> bars);

  final int primary(Random random) {
    var primaries = redis.primaries();
    return primaries.get(primaries.size() == 1 ? 0 : random.nextInt(primaries.size()));
  }

  final void primaryPaused(Random random) throws IOException, InterruptedException {
    int primary = primary(random);
    Fault.forAWhile(
        random, () -> redis.signal(primary, "STOP"), () -> redis.signal(primary, "CONT"));
  }

  /** A primary takes no votes while a setting has a value. */
  final void refusal(Random random, String setting, String value, String back)
      throws IOException, InterruptedException {
    try (var primary = redis.connect(primary(random))) {
      Fault.forAWhile(
          random, () -> primary.configSet(setting, value), () -> primary.configSet(setting, back));
    }
  }

  final void functionsFlushed(Random random) {
    try (var primary = redis.connect(primary(random))) {
      primary.functionFlush();
    }
  }

  @Override
  public void close() throws IOException {
    redis.close();
  }
}
