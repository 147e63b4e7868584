package dev.chatsway.redis;

import dev.chatsway.redis.NodePipeline.Node;
import dev.chatsway.redis.topology.Shard;
import dev.chatsway.redis.topology.SlotMap;
import dev.chatsway.redis.topology.Topology;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The pipelines to the servers of a {@link Topology}, for calls or for readings; that of a server that leaves the map
 * is closed.
 */
public final class NodePipelines implements AutoCloseable {

  private final RedisSettings settings;
  private final RedisHealth health;
  private final boolean reading;
  private final Topology topology;
  private final Map<Node, NodePipeline> all = new ConcurrentHashMap<>();
  private volatile boolean open = true;

  /** Starts discovery; {@code reading} says whether the pipelines serve readings or calls. */
  public NodePipelines(RedisSettings settings, RedisHealth health, boolean reading) {
    this.settings = settings;
    this.health = health;
    this.reading = reading;
    this.topology =
        new Topology(settings.connector(), reading && settings.readReplicas(), this::discovered);
    SlotMap map = topology.map();
    if (map != null) {
      discovered(map);
    }
    topology.start();
  }

  /** The topology. */
  public Topology topology() {
    return topology;
  }

  /** The pipeline to a server, created if there is none. */
  public NodePipeline to(Node node) {
    NodePipeline found = all.get(node);
    return found != null ? found : all.computeIfAbsent(node, this::make);
  }

  private NodePipeline make(Node node) {
    var made = new NodePipeline(settings, health, node, reading, topology::refresh);
    if (!open) {
      made.close();
    }
    return made;
  }

  /** Whether a server is not known to be down. */
  public boolean isUp(Node node) {
    NodePipeline found = all.get(node);
    return found == null || found.isUp();
  }

  /** Whether it is not closed. */
  public boolean isOpen() {
    return open;
  }

  int waiting() {
    return all.values().stream().mapToInt(NodePipeline::waiting).sum();
  }

  private void discovered(SlotMap map) {
    health.known(map);
    Set<Node> there = new HashSet<>();
    for (Shard shard : map.shards()) {
      there.add(new Node(shard.primary(), false));
      shard.replicas().forEach(replica -> there.add(new Node(replica, true)));
    }
    // each time: a call that was on its way may have made one to a server that had just gone
    all.entrySet().removeIf(entry -> {
      boolean gone = !there.contains(entry.getKey());
      if (gone) {
        entry.getValue().leave();
      }
      return gone;
    });
    if (open && !reading) {
      map.shards().forEach(shard -> to(new Node(shard.primary(), false)));
    }
  }

  /** Sends what is queued, then closes the connections; waits for at most twice the time that a reply may take. */
  @Override
  public void close() {
    open = false;
    topology.close();
    long end = System.nanoTime() + 2 * settings.readTimeout().toNanos();
    all.values().forEach(NodePipeline::close);
    try {
      for (NodePipeline pipeline : all.values()) {
        pipeline.awaitEnd(TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
