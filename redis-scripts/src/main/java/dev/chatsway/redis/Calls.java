package dev.chatsway.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Calls of concurrent requests, sharing round trips: while one batch is out the next one gathers, so that no thread waits
 * per request. The queue is bounded; a call that finds it full, or waited in it for too long, is refused unsent.
 *
 * <p>A reply's stage is completed on the thread that serves all calls: what is attached to it must not block.
 */
public final class Calls implements AutoCloseable {

  private static final String PROBE = "chatsway_version";
  private static final Logger LOG = LoggerFactory.getLogger(Calls.class);
  private static final int IDLE_PROBE_MILLIS = 1_000;

  private record Call(
      String name, CommandArguments command, CompletableFuture<Object> reply, long since) {}

  private final RedisSettings settings;
  private final CallMetrics metrics;
  private final Link link;
  private final BlockingQueue<Call> queue;
  private final Thread thread;
  private volatile boolean open = true;

  /** Starts the thread, which also notices within a second of idleness that Redis went or came. */
  public Calls(RedisSettings settings, RedisHealth health, CallMetrics metrics) {
    this.settings = settings;
    this.metrics = metrics;
    this.link = new Link(settings, health);
    this.queue = new ArrayBlockingQueue<>(settings.callQueue());
    this.thread = new Thread(this::serve, "chatsway-redis-calls");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Sends one command with the next batch.
   *
   * @param name what the metrics call it
   * @return the reply; fails with {@link RedisUnavailableException}
   */
  public CompletionStage<Object> call(String name, CommandArguments command) {
    var call = waiting(name, command);
    if (!open) {
      fail(call, new RedisUnavailableException("the Redis client is closed"));
    } else if (!queue.offer(call)) {
      fail(
          call,
          new RedisUnavailableException(
              "more than " + settings.callQueue() + " calls wait for Redis"));
    } else if (!open && queue.remove(call)) { // closed meanwhile, with nobody left to serve it
      fail(call, new RedisUnavailableException("the Redis client is closed"));
    }
    return call.reply;
  }

  /** Calls a function of the library and reads the array it answers with. */
  public CompletionStage<Reply> function(String name, CommandArguments command) {
    return call(name, command).thenApply(Reply::of);
  }

  private static Call waiting(String name, CommandArguments command) {
    return new Call(name, command, new CompletableFuture<>(), System.nanoTime());
  }

  /** Completes once Redis has answered, with a library that this build can use. */
  public CompletionStage<Object> probe() {
    return call(PROBE, probing());
  }

  private static CommandArguments probing() {
    return new CommandArguments(Command.FCALL_RO).add(PROBE).add(0);
  }

  private void serve() {
    var batch = new ArrayList<Call>(settings.callBatch());
    while (open || !queue.isEmpty()) {
      try {
        Call first = queue.poll(IDLE_PROBE_MILLIS, TimeUnit.MILLISECONDS);
        if (first == null) {
          probe();
          continue;
        }
        batch.add(first);
        queue.drainTo(batch, settings.callBatch() - 1);
        batch.removeIf(this::refusedAsLate);
        if (!batch.isEmpty()) {
          send(batch);
        }
      } catch (InterruptedException e) {
        open = false; // close() waits no longer: what is queued is refused below
        break;
      } finally {
        batch.clear();
      }
    }
    queue.forEach(call -> fail(call, new RedisUnavailableException("the Redis client is closed")));
    link.close();
  }

  private boolean refusedAsLate(Call call) {
    boolean late = System.nanoTime() - call.since > settings.callTimeout().toNanos();
    if (late) {
      fail(
          call,
          new RedisUnavailableException(
              "waited over " + settings.callTimeout().toMillis() + " ms for Redis"));
    }
    return late;
  }

  private void send(List<Call> batch) {
    try {
      List<Object> replies = link.roundTrip(batch.stream().map(Call::command).toList());
      for (int i = 0; i < batch.size(); i++) {
        answer(batch.get(i), replies.get(i));
      }
    } catch (RedisUnavailableException e) {
      batch.forEach(call -> fail(call, e));
    } catch (RuntimeException e) { // nobody expects it, but this thread serves every call
      LOG.error("A batch of calls failed for a reason of ours", e);
      link.close();
      batch.forEach(call -> fail(call, new RedisUnavailableException("a fault of ours", e)));
    }
  }

  private void answer(Call call, Object reply) {
    if (reply instanceof JedisDataException error) {
      fail(call, new RedisUnavailableException("Redis refused: " + error.getMessage(), error));
      return;
    }
    metrics.answered(call.name, call.since);
    call.reply.complete(reply);
  }

  private void fail(Call call, RedisUnavailableException why) {
    metrics.failed(call.name);
    call.reply.completeExceptionally(why);
  }

  /** Sends what is queued, then closes the connection; waits for at most twice the time that a reply may take. */
  @Override
  public void close() {
    open = false;
    // Wakes the thread, should it be idle; were it woken before, it might be idle again by now.
    var unused = queue.offer(waiting(PROBE, probing()));
    try {
      thread.join(2 * settings.readTimeout().toMillis());
      thread.interrupt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
