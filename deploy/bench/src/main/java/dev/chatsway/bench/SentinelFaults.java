package dev.chatsway.bench;

import dev.chatsway.bench.Instance.Bar;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** What can happen to Redis servers behind Sentinels. */
final class SentinelFaults extends FaultyRedis<SentinelRedis> {

  private static final Predicate<String> PEERS = SentinelRedis.PEERS::equals;

  SentinelFaults() throws IOException, InterruptedException {
    super(new SentinelRedis(2, 3, "--min-replicas-to-write", "1"));
  }

  @Override
  List<Fault> all(List<Bar> bars) {
    return List.of(
        Fault.of("planned_failover", this::plannedFailover),
        Fault.losing("primary_killed", this::primaryKilled),
        Fault.of("replica_killed", this::replicaKilled),
        Fault.losing("primary_paused", this::primaryPaused),
        Fault.losing("primary_cut_off", random -> partition(random, address -> true)),
        Fault.losing("primary_cut_off_from_replicas", random -> partition(random, PEERS)),
        Fault.of("clients_cut_off", this::clientsCutOff),
        Fault.of("connections_reset", this::connectionsReset),
        Fault.of("memory_full", random -> refusal(random, "maxmemory", "1", "0")),
        Fault.of("replicas_missing", random -> refusal(random, "min-replicas-to-write", "9", "1")),
        Fault.of("functions_flushed", this::functionsFlushed));
  }

  private void plannedFailover(Random random) throws InterruptedException {
    int old = redis.primary();
    if (redis.failOver(random.nextInt(3))) {
      RedisProcesses.await(() -> redis.primary() != old, "no planned failover came about");
    }
  }

  private void primaryKilled(Random random) throws IOException, InterruptedException {
    redis.killPrimary();
    redis.startAgain();
  }

  private void replicaKilled(Random random) throws IOException, InterruptedException {
    int primary = redis.primary();
    var replicas = redis.servers().stream().filter(server -> server != primary).toList();
    var killed = replicas.get(random.nextInt(replicas.size()));
    Fault.forAWhile(random, () -> redis.kill(killed), redis::startAgain);
  }

  private void partition(Random random, Predicate<String> from)
      throws IOException, InterruptedException {
    var proxy = redis.proxy(redis.primary());
    Fault.forAWhile(random, () -> proxy.shut(from), proxy::open);
  }

  private void clientsCutOff(Random random) throws IOException, InterruptedException {
    var proxies = redis.servers().stream().map(redis::proxy).toList();
    Fault.forAWhile(
        random,
        () -> proxies.forEach(proxy -> proxy.shut(PEERS.negate())),
        () -> proxies.forEach(TcpProxy::open));
  }

  private void connectionsReset(Random random) throws IOException {
    redis.proxy(redis.primary()).cutAll();
  }
}
