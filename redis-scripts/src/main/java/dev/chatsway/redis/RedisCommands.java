package dev.chatsway.redis;

import dev.chatsway.redis.topology.ReadFrom;
import dev.chatsway.redis.topology.Shard;
import dev.chatsway.redis.topology.SlotMap;
import dev.chatsway.redis.topology.Topology;
import dev.chatsway.session.StoreUnavailableException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;

/**
 * Calls of concurrent requests, each to the primary that has its key, sharing round trips, so that no thread waits per
 * request. The queue of each server is bounded; a call that finds it full, or waited in it for too long, is refused unsent.
 * A call that a server did not carry out, because its slot went elsewhere or it is no primary any more, is sent on, within
 * the same time.
 *
 * <p>A reply's stage is completed on a thread that serves other calls too: what is attached to it must not block.
 */
public final class RedisCommands implements AutoCloseable {

  /** What a server says that has done nothing, and whose place may just be taken by another. */
  private static final Set<String> NOT_HERE_NOW =
      Set.of("READONLY", "TRYAGAIN", "CLUSTERDOWN", "MASTERDOWN");

  /** What a server says that has done nothing, because it cannot keep more: on its disk, or in its memory. */
  private static final Set<String> FULL = Set.of("MISCONF", "OOM");

  private static final String CLOSED = "the Redis client is closed";
  private static final int HOPS = 3;

  private final RedisSettings settings;
  private final RedisHealth health;
  private final CallMetrics metrics;
  private final Map<HostAndPort, NodePipeline> lanes = new ConcurrentHashMap<>();
  private final AtomicInteger between = new AtomicInteger(); // waiting for a newer map
  private final Topology topology;
  private volatile boolean open = true;
  private @Nullable SlotMap served; // the thread of discovery's own

  /** Starts the threads, which also notice within a second of idleness that Redis went or came. */
  public RedisCommands(RedisSettings settings, RedisHealth health, CallMetrics metrics) {
    this.settings = settings;
    this.health = health;
    this.metrics = metrics;
    metrics.waiting(this);
    this.topology = new Topology(settings.connector(), ReadFrom.PRIMARY, this::discovered);
    SlotMap map = topology.map();
    if (map != null) {
      map.shards().forEach(shard -> lane(shard.primary()));
    }
    topology.start();
  }

  /** How many calls wait: in the queues of all servers, and for a newer map. */
  int waiting() {
    return between.get()
        + lanes.values().stream().mapToInt(NodePipeline::waiting).sum();
  }

  /**
   * Sends one command, whose keys are of one slot, with the next batch.
   *
   * @param name what the metrics call it
   * @return the reply; fails with {@link StoreUnavailableException}
   */
  public CompletionStage<Object> call(String name, CommandArguments command) {
    SlotMap map = topology.map();
    boolean anywhere = map != null && map.isWhole();
    return send(Call.of(name, command, anywhere ? SlotMap.ANY : SlotMap.slot(command)));
  }

  /** Sends one command without keys to every primary that is known. */
  Map<HostAndPort, CompletionStage<Object>> callPrimaries(String name, CommandArguments command) {
    Map<HostAndPort, CompletionStage<Object>> replies = new HashMap<>();
    for (HostAndPort primary : lanes.keySet()) {
      Call call = Call.of(name, command, SlotMap.ANY);
      sendTo(primary, call);
      replies.put(primary, call.reply());
    }
    return replies;
  }

  /** Calls a function of the library and reads the array it answers with. */
  public CompletionStage<Reply> function(String name, CommandArguments command) {
    return call(name, command).thenApply(Reply::of);
  }

  /** Completes once Redis has answered, with a library that this build can use. */
  public CompletionStage<Object> probe() {
    return send(NodePipeline.probe());
  }

  private CompletionStage<Object> send(Call call) {
    route(call);
    return call.reply();
  }

  private void route(Call call) {
    SlotMap map = topology.map();
    if (map == null) {
      again(call, topology.failure());
      return;
    }
    Shard shard = call.slot() == SlotMap.ANY ? anyShard(map) : map.shard(call.slot());
    if (shard == null) {
      again(call, "no server has the slot " + call.slot());
    } else {
      sendTo(shard.primary(), call);
    }
  }

  /** One that answers, if there is one. */
  private Shard anyShard(SlotMap map) {
    return map.shards().stream()
        .filter(shard -> {
          NodePipeline lane = lanes.get(shard.primary());
          return lane != null && lane.isUp();
        })
        .findFirst()
        .orElse(map.shards().get(0));
  }

  private void sendTo(HostAndPort server, Call call) {
    if (open) {
      lane(server).send(call);
    } else {
      fail(call, new StoreUnavailableException(CLOSED));
    }
  }

  private NodePipeline lane(HostAndPort server) {
    NodePipeline lane = lanes.get(server);
    return lane != null
        ? lane
        : lanes.computeIfAbsent(
            server, added -> new NodePipeline(settings, health, added, new Router(added)));
  }

  /** Sends it once more when the map was made anew, if there is time left for that. */
  private void again(Call call, String why) {
    boolean late = System.nanoTime() - call.since() > settings.callTimeout().toNanos();
    if (!open || !topology.canChange() || late) {
      fail(call, new StoreUnavailableException("Redis refused: " + why));
    } else if (between.incrementAndGet() > settings.callQueue()) {
      between.decrementAndGet();
      fail(
          call,
          new StoreUnavailableException(
              "more than " + settings.callQueue() + " calls wait for Redis: " + why));
    } else {
      topology.refresh().thenRun(() -> {
        between.decrementAndGet();
        route(call.again());
      });
    }
  }

  private void fail(Call call, StoreUnavailableException why) {
    metrics.failed(call.name());
    call.reply().completeExceptionally(why);
  }

  private void discovered(SlotMap map) {
    health.known(map);
    Set<HostAndPort> primaries =
        map.shards().stream().map(Shard::primary).collect(Collectors.toSet());
    // each time: a call that was on its way may have made a lane anew to a server that had just
    // gone
    lanes.entrySet().removeIf(lane -> {
      boolean gone = !primaries.contains(lane.getKey());
      if (gone) {
        lane.getValue().close();
      }
      return gone;
    });
    if (map.equals(served)) {
      return;
    }
    served = map;
    for (HostAndPort primary : primaries) {
      if (open && !lanes.containsKey(primary)) {
        lane(primary).send(NodePipeline.probe()); // which puts the function library there
      }
    }
  }

  private final class Router implements NodePipeline.Answers {

    private final HostAndPort server;

    private Router(HostAndPort server) {
      this.server = server;
    }

    @Override
    public void answered(Call call, Object reply) {
      if (reply instanceof JedisMovedDataException moved && call.hops() < HOPS) {
        topology.refresh();
        sendTo(SlotMap.reachable(moved.getTargetNode(), server), call.sentOn(false));
      } else if (reply instanceof JedisAskDataException ask && call.hops() < HOPS) {
        sendTo(SlotMap.reachable(ask.getTargetNode(), server), call.sentOn(true));
      } else if (reply instanceof JedisDataException error) {
        refused(call, error);
      } else {
        metrics.answered(call.name(), call.since());
        if (call.command().getCommand() == Protocol.Command.FCALL) {
          health.written(server);
        }
        call.reply().complete(reply);
      }
    }

    private void refused(Call call, JedisDataException error) {
      String why = String.valueOf(error.getMessage());
      String code = why.split(" ", 2)[0];
      if (error instanceof JedisMovedDataException || NOT_HERE_NOW.contains(code)) {
        again(call, why);
      } else {
        if (FULL.contains(code)) {
          health.refused(server, why);
        }
        fail(call, new StoreUnavailableException("Redis refused: " + why, error));
      }
    }

    @Override
    public void failed(Call call, StoreUnavailableException why) {
      fail(call, why);
    }

    @Override
    public void closed(Call call) {
      if (open) { // only this server was left, by a newer map
        again(call, "the server is not a primary any more");
      } else {
        fail(call, new StoreUnavailableException(CLOSED));
      }
    }

    @Override
    public void lost() {
      topology.refresh();
    }
  }

  /** Sends what is queued, then closes the connections; waits for at most twice the time that a reply may take. */
  @Override
  public void close() {
    open = false;
    topology.close();
    long end = System.nanoTime() + 2 * settings.readTimeout().toNanos();
    lanes.values().forEach(NodePipeline::close);
    try {
      for (NodePipeline lane : lanes.values()) {
        lane.awaitEnd(TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
