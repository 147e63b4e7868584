package dev.chatsway.redis.topology;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The servers and slots as last discovered. Discovery runs on a separate thread: every 2 s, and at once when a
 * connection or a Sentinel indicates a change. A single primary needs no discovery: its map never changes.
 */
public final class Topology implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Topology.class);
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final Duration LEAST_PAUSE = Duration.ofMillis(100);

  /** A Sentinel looks every second whether the replica that it promotes has become a primary. */
  private static final Duration LONGEST_FAILOVER = Duration.ofSeconds(5);

  private final Connector connector;
  private final Discovery discovery;
  private final Consumer<SlotMap> onDiscovered;
  private final @Nullable ScheduledThreadPoolExecutor thread;

  private volatile @Nullable SlotMap map;
  private volatile String failure = "not asked yet";
  private volatile @Nullable HostAndPort leaving;
  private volatile long leavingSince; // written first
  private volatile List<SentinelWatch> watches = List.of();

  // under this object's lock
  private @Nullable CompletableFuture<Object> due;
  private long lastBegun = System.nanoTime() - LEAST_PAUSE.toNanos();

  /**
   * Discovers nothing before {@link #start}.
   *
   * @param replicas whether to look for replicas of a single server
   * @param onDiscovered called with each discovered map, changed or not, on the discovery thread
   */
  public Topology(Connector connector, boolean replicas, Consumer<SlotMap> onDiscovered) {
    this.connector = connector;
    this.discovery = new Discovery(connector);
    this.onDiscovered = onDiscovered;
    if (connector.url().form() == RedisUrl.Form.STANDALONE && !replicas) {
      this.thread = null;
      this.map = SlotMap.of(new Shard(connector.url().hosts().get(0), List.of()));
    } else {
      this.thread = new ScheduledThreadPoolExecutor(1, Topology::thread);
      thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }
  }

  /** Starts discovery. */
  public void start() {
    if (thread != null) {
      if (connector.url().form() == RedisUrl.Form.SENTINEL) {
        watches = connector.url().hosts().stream()
            .map(sentinel -> new SentinelWatch(connector, sentinel, this))
            .toList();
      }
      var unused =
          thread.scheduleWithFixedDelay(this::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void look() {
    watches.forEach(SentinelWatch::check);
    refresh();
  }

  /** The map as last discovered; null if there is none yet. */
  public @Nullable SlotMap map() {
    return map;
  }

  /** Whether there may ever be another map. */
  public boolean canChange() {
    return thread != null;
  }

  /** Whether Sentinels are replacing this primary: what is written to it now would be lost with the failover. */
  public boolean isLeaving(HostAndPort primary) {
    return primary.equals(leaving) && System.nanoTime() - leavingSince < LONGEST_FAILOVER.toNanos();
  }

  /** A Sentinel has chosen a replica to replace this primary. */
  void leaving(HostAndPort primary) {
    LOG.info("Sentinels are replacing {}", primary);
    leavingSince = System.nanoTime();
    leaving = primary;
  }

  /** A Sentinel has given up replacing the primary. */
  void stays() {
    leaving = null;
    refresh();
  }

  /** A Sentinel reports another primary, and is asked first from now on, because others may learn of it later. */
  void changed(HostAndPort sentinel) {
    discovery.prefer(sentinel);
    refresh();
  }

  /** Why there is no newer map, in words. */
  public String failure() {
    return failure;
  }

  /**
   * Starts a new discovery, at most ten times a second.
   *
   * @return completes, never with a failure, after a discovery that began after this call, whatever it found
   */
  public CompletionStage<?> refresh() {
    if (thread == null) {
      return CompletableFuture.completedFuture(null);
    }
    synchronized (this) {
      if (due == null) {
        due = new CompletableFuture<>();
        long wait = LEAST_PAUSE.toNanos() - (System.nanoTime() - lastBegun);
        try {
          var unused = thread.schedule(this::discover, Math.max(0, wait), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) { // closed
          due.complete(true);
        }
      }
      return due;
    }
  }

  private void discover() {
    CompletableFuture<Object> waiting;
    synchronized (this) {
      waiting = due == null ? new CompletableFuture<>() : due;
      due = null;
      lastBegun = System.nanoTime();
    }
    try {
      take(discovery.discover());
    } catch (JedisException e) {
      LOG.debug("Failed to query Redis's topology", e);
      failure = String.valueOf(e.getMessage());
    } catch (RuntimeException e) { // an answer of a shape that nobody expects
      LOG.error("Failed to read Redis's topology", e);
      failure = String.valueOf(e.getMessage());
    } finally {
      waiting.complete(true);
    }
  }

  private void take(SlotMap found) {
    SlotMap before = map;
    if (before != null && isLeaving(found.shards().get(0).primary())) {
      return; // told by a Sentinel that does not know yet
    }
    if (before == null || !found.shards().equals(before.shards())) {
      LOG.info("Redis servers: {}", found); // and no line for each slot of a reshard
    }
    if (!found.equals(before)) {
      map = found;
    }
    onDiscovered.accept(found.equals(before) ? before : found);
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "chatsway-redis-topology");
    thread.setDaemon(true);
    return thread;
  }

  /** Stops discovery, and completes the stages of waiting callers. */
  @Override
  public void close() {
    if (thread != null) {
      watches.forEach(SentinelWatch::close);
      thread.shutdownNow();
      synchronized (this) {
        if (due != null) {
          due.complete(true);
        }
      }
    }
  }
}
