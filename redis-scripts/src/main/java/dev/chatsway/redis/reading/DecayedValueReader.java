package dev.chatsway.redis.reading;

import dev.chatsway.redis.CallMetrics;
import dev.chatsway.redis.Link;
import dev.chatsway.redis.RedisHealth;
import dev.chatsway.redis.RedisSettings;
import dev.chatsway.redis.RedisUnavailableException;
import dev.chatsway.redis.SessionKeys;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Reads rosters, one after the other, on a thread and a connection of its own, so that votes and ticks never wait behind each
 * other in a client. At most one reading waits for its turn; a further one is refused.
 */
public final class DecayedValueReader implements AutoCloseable {

  private static final String CALL = "get_decayed_values";

  private final RedisSettings settings;
  private final CallMetrics metrics;
  private final Link link;
  private final ThreadPoolExecutor thread;

  /** Connects with the first reading. */
  public DecayedValueReader(RedisSettings settings, RedisHealth health, CallMetrics metrics) {
    this.settings = settings;
    this.metrics = metrics;
    this.link = new Link(settings, health);
    this.thread = new ThreadPoolExecutor(
        1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1), DecayedValueReader::thread);
  }

  /** Prepares the reading of these sessions. */
  public Roster roster(List<SessionKeys> sessions) {
    return new Roster(sessions, settings.readChunk());
  }

  /**
   * Reads every session of the roster in one round trip. Each chunk is decayed to the instant at which Redis came to it.
   *
   * @return the values; fails with {@link RedisUnavailableException}
   */
  public CompletionStage<DecayedValues> read(Roster roster) {
    var reading = new CompletableFuture<DecayedValues>();
    try {
      thread.execute(() -> complete(reading, roster));
    } catch (RejectedExecutionException e) {
      reading.completeExceptionally(new RedisUnavailableException("a reading is out already", e));
    }
    return reading;
  }

  private void complete(CompletableFuture<DecayedValues> reading, Roster roster) {
    long since = System.nanoTime();
    try {
      DecayedValues values = readNow(roster);
      metrics.answered(CALL, since);
      reading.complete(values);
    } catch (RuntimeException e) {
      metrics.failed(CALL);
      reading.completeExceptionally(e);
    }
  }

  private DecayedValues readNow(Roster roster) {
    List<Object> replies = link.roundTrip(roster.calls());
    var chunks = new byte[replies.size()][];
    for (int i = 0; i < chunks.length; i++) {
      chunks[i] =
          chunk(replies.get(i), Math.min(roster.chunk(), roster.sessions() - i * roster.chunk()));
    }
    var values = new DecayedValues(chunks, roster.chunk());
    link.checkLibrary(roster.sessions() == 0 ? Integer.MAX_VALUE : values.libraryVersion(0));
    return values;
  }

  private static byte[] chunk(Object reply, int sessions) {
    if (reply instanceof JedisDataException error) {
      throw new RedisUnavailableException("Redis refused: " + error.getMessage(), error);
    }
    if (reply instanceof byte[] packed && packed.length == sessions * DecayedValues.BYTES) {
      return packed;
    }
    if (reply instanceof byte[] packed
        && packed.length == sessions * DecayedValues.BYTES_WITHOUT_COUNTS) {
      return DecayedValues.widened(packed); // its version then says that it has to be replaced
    }
    throw new RedisUnavailableException("not a packed answer of " + sessions + " sessions");
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "chatsway-redis-reader");
    thread.setDaemon(true);
    return thread;
  }

  /** Waits for a reading that is out, for as long as a reply may take at most; then closes the connection. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(2 * settings.readTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
    link.close();
  }
}
