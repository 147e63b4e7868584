package dev.chatsway.redis;

import dev.chatsway.redis.NodePipeline.Node;
import dev.chatsway.redis.topology.Shard;
import dev.chatsway.redis.topology.SlotMap;
import dev.chatsway.redis.topology.Topology;
import dev.chatsway.session.StoreUnavailableException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;

/**
 * Sends the calls of concurrent requests, each to the primary that has its key, sharing round trips, so that no thread
 * waits for each request. The queue of each server is bounded; a call that finds it full, or waited in it for too long,
 * fails unsent. A call that a server did not execute, because the slot has moved or the server is no longer a primary,
 * is redirected within the same time limit; one for a primary that Sentinels are replacing waits for the new one.
 *
 * <p>Stages complete on a thread that serves other calls too: dependent stages must not block.
 */
public final class RedisCommands implements AutoCloseable {

  /** Error codes meaning that nothing was done and that another server may soon be in charge: safe to retry. */
  private static final Set<String> NOT_HERE_NOW =
      Set.of("READONLY", "TRYAGAIN", "CLUSTERDOWN", "MASTERDOWN", "NOREPLICAS");

  /** Error codes of a server that refuses writes: its disk or its memory is full, or too few replicas follow it. */
  private static final Set<String> TAKES_NO_WRITES = Set.of("MISCONF", "OOM", "NOREPLICAS");

  private static final int HOPS = 3;

  private final RedisSettings settings;
  private final RedisHealth health;
  private final CallMetrics metrics;
  private final AtomicInteger between = new AtomicInteger(); // waiting for a newer map
  private final NodePipelines pipelines;
  private final Topology topology;

  /** Connects; even when idle, notices within a second that Redis went down or came back. */
  public RedisCommands(RedisSettings settings, RedisHealth health, CallMetrics metrics) {
    this.settings = settings;
    this.health = health;
    this.metrics = metrics;
    this.pipelines = new NodePipelines(settings, health, false);
    this.topology = pipelines.topology();
    metrics.waiting(this);
  }

  /** The number of waiting calls: in the queues of all servers, and for a newer map. */
  int waiting() {
    return between.get() + pipelines.waiting();
  }

  /**
   * Sends one command, whose keys are of one slot, with the next batch.
   *
   * @param name its label in metrics
   * @return the reply; fails with {@link StoreUnavailableException}
   */
  public CompletionStage<Object> call(String name, CommandArguments command) {
    SlotMap map = topology.map();
    boolean anywhere = map != null && map.isWhole();
    var call = new Call(name, command, anywhere ? SlotMap.ANY : SlotMap.slot(command));
    call.route();
    return call.reply;
  }

  /** Sends one command without keys to every known primary. */
  Map<HostAndPort, CompletionStage<Object>> callPrimaries(String name, CommandArguments command) {
    SlotMap map = topology.map();
    Map<HostAndPort, CompletionStage<Object>> replies = new HashMap<>();
    for (Shard shard : map == null ? List.<Shard>of() : map.shards()) {
      var call = new Call(name, command, SlotMap.ANY);
      call.sendTo(shard.primary(), false);
      replies.put(shard.primary(), call.reply);
    }
    return replies;
  }

  /** Calls a function of the library and parses the array that it returns. */
  public CompletionStage<Reply> function(String name, CommandArguments command) {
    return call(name, command).thenApply(Reply::of);
  }

  /** Completes once Redis has answered, with a library that this build can use. */
  public CompletionStage<Object> probe() {
    return call("chatsway_version", FunctionLibrary.ASK_VERSION);
  }

  /** Sends what is queued, then closes the connections; waits for at most twice the read timeout. */
  @Override
  public void close() {
    pipelines.close();
  }

  /** A command in flight. Its target may change until it has been executed. */
  private final class Call implements NodePipeline.Exchange {

    private final String name;
    private final CommandArguments command;
    private final int slot;
    private final CompletableFuture<Object> reply = new CompletableFuture<>();
    private final long since = System.nanoTime();
    private HostAndPort server = settings.connector().url().hosts().get(0); // asked last
    private boolean asking; // the server was named for this once (ASK)
    private int hops;

    private Call(String name, CommandArguments command, int slot) {
      this.name = name;
      this.command = command;
      this.slot = slot;
    }

    private void route() {
      SlotMap map = topology.map();
      if (map == null) {
        again(topology.failure());
        return;
      }
      Shard shard = slot == SlotMap.ANY ? anyShard(map) : map.shard(slot);
      if (shard == null) {
        again("no server has the slot " + slot);
      } else if (topology.isLeaving(shard.primary())) {
        again("a replica is being promoted");
      } else {
        sendTo(shard.primary(), false);
      }
    }

    /** Any shard, preferably one that answers. */
    private Shard anyShard(SlotMap map) {
      return map.shards().stream()
          .filter(shard -> pipelines.isUp(new Node(shard.primary(), false)))
          .findFirst()
          .orElse(map.shards().get(0));
    }

    private void sendTo(HostAndPort target, boolean byAsking) {
      server = target;
      asking = byAsking;
      pipelines.to(new Node(target, false)).send(this);
    }

    /** Routes it again after a new discovery, if there is time left. */
    private void again(String why) {
      if (!pipelines.isOpen() || !topology.canChange() || isLate()) {
        failed(new StoreUnavailableException("Redis refused: " + why));
      } else if (between.incrementAndGet() > settings.callQueue()) {
        between.decrementAndGet();
        int most = settings.callQueue();
        failed(
            new StoreUnavailableException("more than " + most + " calls wait for Redis: " + why));
      } else {
        topology.refresh().thenRun(() -> {
          between.decrementAndGet();
          hops = 0;
          route();
        });
      }
    }

    private boolean isLate() {
      return System.nanoTime() - since > settings.callTimeout().toNanos();
    }

    @Override
    public List<CommandArguments> commands() {
      if (isLate()) {
        long most = settings.callTimeout().toMillis();
        failed(new StoreUnavailableException("waited over " + most + " ms for Redis"));
        return List.of();
      }
      if (topology.isLeaving(server)) {
        again("a replica is being promoted");
        return List.of();
      }
      return asking ? List.of(ReconnectingConnection.ASKING, command) : List.of(command);
    }

    @Override
    public void answered(List<Object> replies) {
      Object answer = replies.get(replies.size() - 1);
      if (answer instanceof JedisMovedDataException moved && hops++ < HOPS) {
        topology.refresh();
        sendTo(SlotMap.reachable(moved.getTargetNode(), server), false);
      } else if (answer instanceof JedisAskDataException ask && hops++ < HOPS) {
        sendTo(SlotMap.reachable(ask.getTargetNode(), server), true);
      } else if (answer instanceof JedisDataException error) {
        refused(error);
      } else {
        metrics.answered(name, since);
        if (command.getCommand() == Command.FCALL) {
          health.written(server);
        }
        reply.complete(answer);
      }
    }

    private void refused(JedisDataException error) {
      String why = String.valueOf(error.getMessage());
      String code = why.split(" ", 2)[0];
      if (TAKES_NO_WRITES.contains(code)) {
        health.refused(server, why);
      }
      if (error instanceof JedisMovedDataException || NOT_HERE_NOW.contains(code)) {
        again(why);
      } else {
        failed(new StoreUnavailableException("Redis refused: " + why, error));
      }
    }

    @Override
    public void failed(StoreUnavailableException why) {
      metrics.failed(name);
      reply.completeExceptionally(why);
    }

    @Override
    public void left() {
      if (pipelines.isOpen()) { // only this server was left, by a newer map
        again("the server is no longer a primary");
      } else {
        failed(new StoreUnavailableException("the Redis client is closed"));
      }
    }
  }
}
