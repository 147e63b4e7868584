package dev.chatsway.bench;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** What can happen to Redis servers behind Sentinels. */
record SentinelFaults(SentinelRedis redis) {

  private static final int POLL_MILLIS = 10;
  private static final Predicate<String> PEERS = SentinelRedis.PEERS::equals;

  List<Fault> all() {
    return List.of(
        new Fault("planned_failover", this::plannedFailover),
        new Fault("primary_killed", this::primaryKilled),
        new Fault("replica_killed", this::replicaKilled),
        new Fault("primary_paused", this::primaryPaused),
        new Fault("primary_cut_off", random -> partition(random, address -> true)),
        new Fault("primary_cut_off_from_replicas", random -> partition(random, PEERS)),
        new Fault("clients_cut_off", this::clientsCutOff),
        new Fault("connections_reset", this::connectionsReset),
        new Fault("memory_full", random -> refusal(random, "maxmemory", "1", "0")),
        new Fault("replicas_missing", random -> refusal(random, "min-replicas-to-write", "9", "1")),
        new Fault("functions_flushed", this::functionsFlushed));
  }

  private long plannedFailover(Random random) throws InterruptedException {
    int old = redis.primary();
    if (redis.failOver(random.nextInt(3))) {
      RedisProcesses.await(() -> redis.primary() != old, "no planned failover came about");
    }
    return Fault.NO_LOSS;
  }

  private long primaryKilled(Random random) throws IOException, InterruptedException {
    redis.killPrimary();
    redis.startAgain();
    return System.nanoTime();
  }

  private long replicaKilled(Random random) throws IOException, InterruptedException {
    int primary = redis.primary();
    var replicas =
        redis.servers().stream().filter(server -> server != primary).toList();
    redis.kill(replicas.get(random.nextInt(replicas.size())));
    Thread.sleep(Fault.millis(random));
    redis.startAgain();
    return Fault.NO_LOSS;
  }

  private long primaryPaused(Random random) throws IOException, InterruptedException {
    int primary = redis.primary();
    redis.signal(primary, "STOP");
    try {
      return awaitTakeover(primary, Fault.millis(random));
    } finally {
      redis.signal(primary, "CONT");
    }
  }

  private long partition(Random random, Predicate<String> from) throws InterruptedException {
    int primary = redis.primary();
    redis.gate(primary).shut(from);
    try {
      return awaitTakeover(primary, Fault.millis(random));
    } finally {
      redis.gate(primary).open();
    }
  }

  private long clientsCutOff(Random random) throws InterruptedException {
    redis.servers().forEach(server -> redis.gate(server).shut(PEERS.negate()));
    try {
      Thread.sleep(Fault.millis(random));
    } finally {
      redis.servers().forEach(server -> redis.gate(server).open());
    }
    return Fault.NO_LOSS;
  }

  private long connectionsReset(Random random) throws IOException {
    redis.gate(redis.primary()).cutAll();
    return Fault.NO_LOSS;
  }

  private long refusal(Random random, String setting, String value, String back)
      throws InterruptedException {
    try (var primary = redis.connect(redis.primary())) {
      primary.configSet(setting, value);
      Thread.sleep(Fault.millis(random));
      primary.configSet(setting, back);
    }
    return Fault.NO_LOSS;
  }

  private long functionsFlushed(Random random) {
    try (var primary = redis.connect(redis.primary())) {
      primary.functionFlush();
    }
    return Fault.NO_LOSS;
  }

  /** Lets a fault last; returns when another server took over, if one did. */
  private long awaitTakeover(int old, long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    long takeover = Fault.NO_LOSS;
    while (System.nanoTime() < end) {
      Thread.sleep(POLL_MILLIS);
      if (takeover == Fault.NO_LOSS && redis.primary() != old) {
        takeover = System.nanoTime();
      }
    }
    return takeover;
  }
}
