package dev.chatsway.redis.reading;

import dev.chatsway.redis.CallMetrics;
import dev.chatsway.redis.NodePipeline.Node;
import dev.chatsway.redis.NodePipelines;
import dev.chatsway.redis.RedisHealth;
import dev.chatsway.redis.RedisSettings;
import dev.chatsway.redis.SessionKeys;
import dev.chatsway.redis.topology.RedisUrl;
import dev.chatsway.redis.topology.Shard;
import dev.chatsway.redis.topology.SlotMap;
import dev.chatsway.redis.topology.Topology;
import dev.chatsway.session.LiveState;
import dev.chatsway.session.StoreUnavailableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * Reads the sessions of plans, separately from calls, so that votes and ticks never wait for each other in a client. In
 * a cluster all servers are asked at once, each with its own thread and connection; a reading continues without one
 * that does not answer in time, and only that server's sessions are not read.
 */
public final class LiveStateReader implements AutoCloseable {

  private static final String CALL = "MGET";
  private static final int HOPS = 5;

  private final RedisSettings settings;
  private final CallMetrics metrics;
  private final boolean clustered;
  private final NodePipelines pipelines;
  private final Topology topology;

  /** Makes instances choose different replicas, and each always the same one, so that values do not jump. */
  private final int choice = ThreadLocalRandom.current().nextInt(1 << 16);

  /** Connects with the first reading. */
  public LiveStateReader(RedisSettings settings, RedisHealth health, CallMetrics metrics) {
    this.settings = settings;
    this.metrics = metrics;
    this.clustered = settings.connector().url().form() == RedisUrl.Form.CLUSTER;
    this.pipelines = new NodePipelines(settings, health, true);
    this.topology = pipelines.topology();
  }

  /** Prepares reading these sessions. */
  public ReadPlan roster(List<SessionKeys> sessions) {
    return new ReadPlan(sessions, settings.readChunk(), clustered);
  }

  /**
   * Reads the current state of every session of the plan; servers are asked only for those that they reported as
   * changed (ADR 0017). Each state is decayed to the time of its server's answer.
   *
   * @return the states in the plan's order; fails with {@link StoreUnavailableException} if no server answered
   */
  public CompletionStage<List<LiveState>> read(ReadPlan plan) {
    long since = System.nanoTime();
    var reading = new PendingRead(plan);
    reading.values().whenComplete((values, failure) -> {
      if (failure == null) {
        metrics.answered(CALL, since);
      } else {
        metrics.failed(CALL);
      }
    });
    SlotMap map = topology.map();
    if (map == null) { // who has what is still being asked
      topology.refresh().thenRun(() -> begin(reading, topology.map()));
    } else {
      begin(reading, map);
    }
    return reading.values();
  }

  private void begin(PendingRead reading, @Nullable SlotMap map) {
    if (map == null) {
      reading.failed(new StoreUnavailableException(topology.failure()));
    } else {
      ask(reading, map);
    }
    reading.begun();
  }

  private void ask(PendingRead reading, SlotMap map) {
    var byNode = new HashMap<Node, List<ReadBatch>>();
    for (ReadBatch batch : reading.plan().batches()) {
      Shard shard = map.shard(batch.slot());
      if (shard == null) {
        reading.failed(new StoreUnavailableException("no server has the slot " + batch.slot()));
      } else {
        byNode.computeIfAbsent(node(shard), added -> new ArrayList<>()).add(batch);
      }
    }
    if (byNode.size() > 1 || byNode.keySet().stream().anyMatch(Node::replica)) {
      CompletableFuture.delayedExecutor(
              settings.nodePatience().toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
          .execute(reading::expire);
    }
    if (byNode.size() > 1) { // none waits for one that is late
      byNode.keySet().removeIf(node -> {
        boolean late = !pipelines.isUp(node);
        if (late) {
          reading.failed(new StoreUnavailableException("no answer in time from " + node.server()));
        }
        return late;
      });
    }
    send(byNode, reading, 0);
  }

  /** The server to read a shard from: a healthy replica, if replicas are read, or else the primary. */
  private Node node(Shard shard) {
    List<HostAndPort> replicas = settings.readReplicas() ? shard.replicas() : List.of();
    return IntStream.range(0, replicas.size())
        .mapToObj(i -> new Node(replicas.get((choice + i) % replicas.size()), true))
        .filter(pipelines::isUp)
        .findFirst()
        .orElseGet(() -> new Node(shard.primary(), false));
  }

  /** The primary of a slot, if there is one. */
  @Nullable
  Node primary(int slot) {
    SlotMap map = topology.map();
    Shard shard = map == null ? null : map.shard(slot);
    return shard == null ? null : new Node(shard.primary(), false);
  }

  /** A reply disagreed with the map. */
  void refresh() {
    topology.refresh();
  }

  /** Asks each server for batches that were redirected {@code hops} times. */
  void send(Map<Node, List<ReadBatch>> batches, PendingRead reading, int hops) {
    if (!batches.isEmpty() && (hops > HOPS || !pipelines.isOpen())) {
      reading.failed(new StoreUnavailableException("sent from server to server"));
      return;
    }
    batches.forEach(
        (node, some) -> new NodeRead(this, pipelines.to(node), some, reading, hops).begin());
  }

  /** Waits for a reading in flight, at most for the read timeout; then closes the connections. */
  @Override
  public void close() {
    pipelines.close();
  }
}
