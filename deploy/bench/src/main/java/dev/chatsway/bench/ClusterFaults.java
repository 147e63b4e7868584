package dev.chatsway.bench;

import dev.chatsway.bench.Instance.Bar;
import dev.chatsway.redis.SessionKeys;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;
import redis.clients.jedis.util.JedisClusterCRC16;

/** What can happen to a cluster. */
final class ClusterFaults extends FaultyRedis<ClusterRedis> {

  ClusterFaults() throws IOException, InterruptedException {
    super(new ClusterRedis());
  }

  @Override
  List<Fault> all(List<Bar> bars) {
    return List.of(
        Fault.of("planned_failover", this::plannedFailover),
        Fault.losing("primary_killed", this::primaryKilled),
        Fault.of("replica_killed", this::replicaKilled),
        Fault.losing("primary_paused", this::primaryPaused),
        Fault.of("slot_moved", random -> slotMoved(random, bars)),
        Fault.of("slot_moved", random -> slotMoved(random, bars)), // what only a cluster does
        Fault.of("connections_reset", this::connectionsReset),
        Fault.of("memory_full", random -> refusal(random, "maxmemory", "1", "0")),
        Fault.of("functions_flushed", this::functionsFlushed));
  }

  private void plannedFailover(Random random) throws InterruptedException {
    int primary = primary(random);
    redis.failOver(redis.replica(primary));
    RedisProcesses.await(
        () -> !redis.primaries().contains(primary), "no planned failover came about");
  }

  private void primaryKilled(Random random) throws IOException, InterruptedException {
    int primary = primary(random);
    int replica = redis.replica(primary);
    redis.kill(primary);
    RedisProcesses.await(() -> redis.primaries().contains(replica), "no replica took over");
    redis.launch(primary); // sooner, it would be the primary of nothing
  }

  private void replicaKilled(Random random) throws IOException, InterruptedException {
    int replica = redis.replica(primary(random));
    Fault.forAWhile(random, () -> redis.kill(replica), () -> redis.launch(replica));
  }

  private void slotMoved(Random random, List<Bar> bars) {
    var bar = bars.get(random.nextInt(bars.size()));
    int slot =
        JedisClusterCRC16.getSlot(SessionKeys.of(UUID.fromString(bar.id())).live());
    int from = redis.primaryOf(slot);
    int to = primary(random);
    if (to != from) {
      redis.move(slot, from, to);
    }
  }

  private void connectionsReset(Random random) {
    try (var primary = redis.connect(primary(random))) {
      primary.clientKill(new ClientKillParams().type(ClientType.NORMAL));
    }
  }
}
