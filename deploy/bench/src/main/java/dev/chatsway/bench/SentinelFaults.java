package dev.chatsway.bench;

import dev.chatsway.bench.Instance.Bar;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** What can happen to Redis servers behind Sentinels. */
final class SentinelFaults implements FaultyRedis {

  private static final Predicate<String> PEERS = SentinelRedis.PEERS::equals;

  private final SentinelRedis redis = new SentinelRedis(2, 3, "--min-replicas-to-write", "1");

  SentinelFaults() throws IOException, InterruptedException {}

  @Override
  public String url() {
    return redis.url();
  }

  @Override
  public List<Integer> primaries() {
    return List.of(redis.primary());
  }

  @Override
  public void awaitInStep() throws InterruptedException {
    redis.awaitInStep();
  }

  @Override
  public List<Fault> all(List<Bar> bars) {
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
    redis.kill(replicas.get(random.nextInt(replicas.size())));
    Thread.sleep(Fault.millis(random));
    redis.startAgain();
  }

  private void primaryPaused(Random random) throws IOException, InterruptedException {
    int primary = redis.primary();
    redis.signal(primary, "STOP");
    try {
      Thread.sleep(Fault.millis(random));
    } finally {
      redis.signal(primary, "CONT");
    }
  }

  private void partition(Random random, Predicate<String> from) throws InterruptedException {
    int primary = redis.primary();
    redis.gate(primary).shut(from);
    try {
      Thread.sleep(Fault.millis(random));
    } finally {
      redis.gate(primary).open();
    }
  }

  private void clientsCutOff(Random random) throws InterruptedException {
    redis.servers().forEach(server -> redis.gate(server).shut(PEERS.negate()));
    try {
      Thread.sleep(Fault.millis(random));
    } finally {
      redis.servers().forEach(server -> redis.gate(server).open());
    }
  }

  private void connectionsReset(Random random) throws IOException {
    redis.gate(redis.primary()).cutAll();
  }

  private void refusal(Random random, String setting, String value, String back)
      throws InterruptedException {
    try (var primary = redis.connect(redis.primary())) {
      primary.configSet(setting, value);
      Thread.sleep(Fault.millis(random));
      primary.configSet(setting, back);
    }
  }

  private void functionsFlushed(Random random) {
    try (var primary = redis.connect(redis.primary())) {
      primary.functionFlush();
    }
  }

  @Override
  public void close() throws IOException {
    redis.close();
  }
}
