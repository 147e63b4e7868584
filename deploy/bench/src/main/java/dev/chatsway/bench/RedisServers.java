package dev.chatsway.bench;

import java.io.IOException;
import java.util.List;
import redis.clients.jedis.Jedis;

/** Real Redis servers that stand in for each other, named by their ports. */
interface RedisServers extends AutoCloseable {

  /** For {@code REDIS_URL}. */
  String url();

  /** A connection to one of them. */
  Jedis connect(int server);

  /** Stops a server, or lets it go on: STOP or CONT. */
  void signal(int server, String signal) throws IOException, InterruptedException;

  /** Those that are primaries now, by what one that answers says. */
  List<Integer> primaries();

  /** Waits until they have recovered from the last fault, so that no second one finds data in one place only. */
  void awaitInStep() throws InterruptedException;

  @Override
  void close() throws IOException;
}
