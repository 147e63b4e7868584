package dev.chatsway.redis.reading;

import dev.chatsway.redis.RedisHealth;
import dev.chatsway.redis.RedisSettings;
import dev.chatsway.redis.Reply;
import dev.chatsway.redis.reading.ReadLane.Target;
import dev.chatsway.redis.topology.ReadFrom;
import dev.chatsway.redis.topology.Shard;
import dev.chatsway.redis.topology.SlotMap;
import dev.chatsway.redis.topology.Topology;
import dev.chatsway.session.StoreUnavailableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;

/**
 * The servers that are read, and what becomes of their answers: values, or the way to another server. Replicas that failed
 * are not read until they are well again.
 */
final class ReadLanes implements ReadLane.Answers {

  private static final int HOPS = 4;

  private final RedisSettings settings;
  private final RedisHealth health;
  private final Topology topology;
  private final Map<Target, ReadLane> lanes = new ConcurrentHashMap<>();
  private final Set<HostAndPort> unwell = ConcurrentHashMap.newKeySet();

  /** Makes instances choose different replicas, and each of them the same one every time: values must not jump. */
  private final int choice = ThreadLocalRandom.current().nextInt(1 << 16);

  ReadLanes(RedisSettings settings, RedisHealth health, Topology topology) {
    this.settings = settings;
    this.health = health;
    this.topology = topology;
  }

  /** Whom to ask for what a shard has. */
  Target target(Shard shard) {
    List<HostAndPort> replicas =
        settings.readFrom() == ReadFrom.REPLICA ? shard.replicas() : List.of();
    return IntStream.range(0, replicas.size())
        .mapToObj(i -> replicas.get((choice + i) % replicas.size()))
        .filter(replica -> !unwell.contains(replica))
        .map(replica -> new Target(replica, true))
        .filter(replica -> !isLate(replica))
        .findFirst()
        .orElseGet(() -> new Target(shard.primary(), false));
  }

  private boolean isLate(Target replica) {
    ReadLane lane = lanes.get(replica);
    boolean late = lane != null && lane.isLate();
    if (late) {
      unwell.add(replica.server());
    }
    return late;
  }

  ReadLane lane(Target target) {
    ReadLane lane = lanes.get(target);
    return lane != null
        ? lane
        : lanes.computeIfAbsent(target, added -> new ReadLane(settings, health, added, this));
  }

  /** Leaves the servers that are not on the map, and looks after replicas that were not well. */
  void follow(SlotMap map) {
    var there = new HashSet<Target>();
    for (Shard shard : map.shards()) {
      there.add(new Target(shard.primary(), false));
      shard.replicas().forEach(replica -> there.add(new Target(replica, true)));
    }
    lanes.entrySet().removeIf(lane -> {
      boolean gone = !there.contains(lane.getKey());
      if (gone) {
        lane.getValue().close();
      }
      return gone;
    });
    unwell.removeIf(replica -> !there.contains(new Target(replica, true)));
    unwell.forEach(replica -> lane(new Target(replica, true)).check());
  }

  @Override
  public void answered(
      ReadLane lane, List<ReadLane.Answer> answers, PendingRead reading, int hops) {
    var further = new HashMap<Target, List<ReadBatch>>();
    for (ReadLane.Answer answer : answers) {
      if (answer.time() instanceof List<?> time && answer.states() instanceof List<?> states) {
        reading.put(answer.batch(), states, Reply.micros(time));
        if (lane.target().replica()) {
          missing(answer.batch(), states).forEach(each -> toPrimary(further, each, reading));
        }
      } else {
        sendOn(lane, answer, reading, further);
      }
    }
    goOn(further, reading, hops);
  }

  private void sendOn(
      ReadLane lane,
      ReadLane.Answer answer,
      PendingRead reading,
      Map<Target, List<ReadBatch>> further) {
    ReadBatch batch = answer.batch();
    String error = answer.states() instanceof JedisDataException refusal
        ? String.valueOf(refusal.getMessage())
        : String.valueOf(answer.time());
    boolean several = batch.sessions().size() > 1;
    if (answer.states() instanceof JedisMovedDataException moved) {
      topology.refresh();
      add(further, named(moved.getTargetNode(), lane), batch);
    } else if (several
        && (answer.states() instanceof JedisAskDataException || error.startsWith("TRYAGAIN"))) {
      batch.apart().forEach(each -> add(further, lane.target(), each));
    } else if (answer.states() instanceof JedisAskDataException ask) {
      add(further, named(ask.getTargetNode(), lane), batch.redirected());
    } else if (lane.target().replica()) {
      toPrimary(further, batch, reading);
    } else {
      topology.refresh();
      reading.failed(new StoreUnavailableException("Redis refused: " + error));
    }
  }

  private static Target named(HostAndPort node, ReadLane asked) {
    return new Target(SlotMap.reachable(node, asked.target().server()), false);
  }

  /** What a replica has not, its primary may have: a session may be new, or its slot on its way to another server. */
  private static List<ReadBatch> missing(ReadBatch batch, List<?> states) {
    return IntStream.range(0, states.size())
        .filter(i -> states.get(i) == null)
        .mapToObj(batch::only)
        .toList();
  }

  @Override
  public void failed(
      ReadLane lane,
      List<ReadBatch> batches,
      StoreUnavailableException why,
      PendingRead reading,
      int hops) {
    topology.refresh();
    if (lane.target().replica()) {
      unwell.add(lane.target().server());
      var further = new HashMap<Target, List<ReadBatch>>();
      batches.forEach(batch -> toPrimary(further, batch, reading));
      goOn(further, reading, hops);
    } else {
      reading.failed(why);
    }
  }

  @Override
  public void role(ReadLane lane, Object reply) {
    if (!(reply instanceof List<?> role)) {
      return; // a user who may not ask
    }
    Target target = lane.target();
    String said = Reply.text(role.get(0));
    boolean connected = said.equals("slave") && Reply.text(role.get(3)).equals("connected");
    if (target.replica() && connected) {
      unwell.remove(target.server());
    } else if (target.replica() || !said.equals("master")) {
      topology.refresh();
      if (target.replica()) {
        unwell.add(target.server());
      } else {
        lane.reconnect(); // it was a primary once: whoever the name stands for now is asked anew
      }
    }
  }

  private void toPrimary(
      Map<Target, List<ReadBatch>> further, ReadBatch batch, PendingRead reading) {
    SlotMap map = topology.map();
    Shard shard = map == null ? null : map.shard(batch.slot());
    if (shard == null) {
      reading.failed(new StoreUnavailableException("no server has the slot " + batch.slot()));
    } else {
      add(further, new Target(shard.primary(), false), batch);
    }
  }

  private static void add(Map<Target, List<ReadBatch>> further, Target target, ReadBatch batch) {
    further.computeIfAbsent(target, added -> new ArrayList<>()).add(batch);
  }

  private void goOn(Map<Target, List<ReadBatch>> further, PendingRead reading, int hops) {
    if (hops >= HOPS && !further.isEmpty()) {
      reading.failed(new StoreUnavailableException("sent from server to server"));
    } else {
      further.forEach((target, batches) -> lane(target).read(batches, reading, hops + 1));
    }
  }

  void close() {
    long end = System.nanoTime() + 2 * settings.readTimeout().toNanos();
    lanes.values().forEach(ReadLane::close);
    try {
      for (ReadLane lane : lanes.values()) {
        lane.awaitEnd(TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
