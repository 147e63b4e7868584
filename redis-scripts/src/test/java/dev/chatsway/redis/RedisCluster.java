package dev.chatsway.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** A real cluster of a test's own: three primaries with a replica each, that keep nothing. */
public final class RedisCluster implements AutoCloseable {

  private static final long MEET_AGAIN_NANOS = Duration.ofSeconds(3).toNanos();
  private static final int PRIMARIES = 3;
  private static final int SLOTS = 16_384;

  private final List<RedisServer> servers;
  private final String uriStart;

  private RedisCluster(List<RedisServer> servers, String uriStart) {
    this.servers = servers;
    this.uriStart = uriStart;
  }

  /** Starts one, and returns when every node says that the cluster is whole, and every replica is in step. */
  public static RedisCluster start() {
    return start(() -> RedisServer.start(RedisServer.freePort(), options()), "redis+cluster://");
  }

  /** The same, where all want a password. */
  public static RedisCluster start(String password) {
    var options = new ArrayList<>(options());
    options.addAll(List.of("--requirepass", password, "--masterauth", password));
    return start(
        () -> RedisServer.start(RedisServer.freePort(), options),
        "redis+cluster://:" + password + "@");
  }

  /** The same by TLS, to its clients and between its nodes, and with a user. */
  static RedisCluster startSecured() {
    var options = new ArrayList<>(options());
    options.addAll(List.of("--tls-cluster", "yes"));
    return start(
        () -> SecuredRedis.start(options.toArray(String[]::new)),
        "rediss+cluster://" + SecuredRedis.LOGIN);
  }

  private static RedisCluster start(Supplier<RedisServer> server, String uriStart) {
    var servers = IntStream.range(0, 2 * PRIMARIES).mapToObj(i -> server.get()).toList();
    var cluster = new RedisCluster(servers, uriStart);
    cluster.form();
    return cluster;
  }

  private static List<String> options() {
    return List.of(
        "--cluster-enabled",
        "yes",
        "--cluster-node-timeout",
        "1000",
        "--cluster-replica-validity-factor",
        "0",
        "--cluster-require-full-coverage",
        "no",
        "--repl-ping-replica-period", // a replica is not told of before it has heard something
        "1");
  }

  private void form() {
    for (int i = 0; i < servers.size(); i++) {
      cluster(servers.get(i), "SET-CONFIG-EPOCH", String.valueOf(i + 1)); // while it is alone
    }
    for (int i = 0; i < PRIMARIES; i++) {
      cluster(
          servers.get(i),
          "ADDSLOTSRANGE",
          String.valueOf(i * SLOTS / PRIMARIES),
          String.valueOf((i + 1) * SLOTS / PRIMARIES - 1));
    }
    meet();
    long[] met = {System.nanoTime()};
    await(() -> {
      if (System.nanoTime() - met[0]
          > MEET_AGAIN_NANOS) { // a meeting is given up after the node timeout
        met[0] = System.nanoTime();
        meet();
      }
      return servers.stream().allMatch(this::knowsAll);
    });
    for (int i = PRIMARIES; i < servers.size(); i++) {
      int replica = i;
      String primary = id(servers.get(i - PRIMARIES));
      await(() -> text(cluster(servers.get(replica), "NODES")).contains(primary));
      cluster(servers.get(replica), "REPLICATE", primary);
    }
    await(() -> servers.stream().allMatch(server -> info(server).contains("cluster_state:ok")));
    await(() -> servers.subList(PRIMARIES, servers.size()).stream()
        .allMatch(server -> replication(server).contains("master_link_status:up")));
    await(() -> servers.stream().allMatch(RedisCluster::knowsAllReplicas));
  }

  private void meet() {
    for (RedisServer server : servers) {
      for (RedisServer other : servers) {
        HostAndPort address = other.known();
        cluster(server, "MEET", address.getHost(), String.valueOf(address.getPort()));
      }
    }
  }

  /** Whether it has shaken hands with all others. */
  private boolean knowsAll(RedisServer server) {
    return info(server).contains("cluster_known_nodes:" + servers.size())
        && !text(cluster(server, "NODES")).contains("handshake");
  }

  private static boolean knowsAllReplicas(RedisServer server) {
    var slots = (List<?>) cluster(server, "SLOTS");
    return slots.size() == PRIMARIES
        && slots.stream().allMatch(range -> ((List<?>) range).size() == 4);
  }

  /** For {@code chatsway.redis.url}: two of its nodes. */
  public String uri() {
    return servers.subList(0, 2).stream()
        .map(server -> server.known().toString())
        .collect(Collectors.joining(",", uriStart, ""));
  }

  /** All nodes. */
  public List<RedisServer> servers() {
    return servers;
  }

  /** The i-th primary, 0 to 2, as it was at the start. */
  public RedisServer primary(int i) {
    return servers.get(i);
  }

  /** The replica of the i-th primary, as it was at the start. */
  public RedisServer replica(int i) {
    return servers.get(PRIMARIES + i);
  }

  /** Which primary had a slot at the start. */
  public int primaryOf(int slot) {
    return IntStream.range(0, PRIMARIES)
        .filter(i -> slot < (i + 1) * SLOTS / PRIMARIES)
        .findFirst()
        .orElseThrow();
  }

  /** The cluster's name for a node. */
  public static String id(RedisServer server) {
    return text(cluster(server, "MYID"));
  }

  /** What a node says to {@code CLUSTER …}. */
  public static Object cluster(RedisServer server, String... arguments) {
    var command = new CommandArguments(Command.CLUSTER);
    List.of(arguments).forEach(command::add);
    return ask(server, command);
  }

  /** What a server says to a command. */
  public static Object ask(RedisServer server, CommandArguments command) {
    try (var connection = server.connect()) {
      return connection.executeCommand(command);
    }
  }

  private static String info(RedisServer server) {
    return text(cluster(server, "INFO"));
  }

  static String replication(RedisServer server) {
    return text(ask(server, new CommandArguments(Command.INFO).add("replication")));
  }

  static String text(Object reply) {
    return Reply.text(reply);
  }

  /** Moves a slot from one primary to another, key by key, as redis-cli does; stops before the end if told so. */
  public void migrate(int slot, RedisServer from, RedisServer to, boolean toTheEnd) {
    String number = String.valueOf(slot);
    cluster(to, "SETSLOT", number, "IMPORTING", id(from));
    cluster(from, "SETSLOT", number, "MIGRATING", id(to));
    if (toTheEnd) {
      for (Object key : keysIn(from, slot)) {
        moveKey((byte[]) key, from, to);
      }
      finish(slot, from, to);
    }
  }

  /** The keys of a slot that a node has. */
  public static List<?> keysIn(RedisServer server, int slot) {
    return new ArrayList<>(
        (List<?>) cluster(server, "GETKEYSINSLOT", String.valueOf(slot), "100000"));
  }

  /** Moves one key of a slot that is on its way. */
  public static void moveKey(byte[] key, RedisServer from, RedisServer to) {
    ask(
        from,
        new CommandArguments(Command.MIGRATE)
            .add(to.address().getHost())
            .add(to.address().getPort())
            .add(key)
            .add(0)
            .add(5_000));
  }

  /** The slot is where it was going. */
  public void finish(int slot, RedisServer from, RedisServer to) {
    for (RedisServer server : List.of(to, from)) {
      cluster(server, "SETSLOT", String.valueOf(slot), "NODE", id(to));
    }
  }

  /**
   * Waits for something, for half a minute at most. A connection that the server resets, as it does to all clients
   * when its role changes, means "not yet".
   */
  public static void await(BooleanSupplier condition) {
    Awaitility.await()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .atMost(Duration.ofSeconds(30))
        .ignoreException(JedisConnectionException.class)
        .until(condition::getAsBoolean);
  }

  @Override
  public void close() {
    servers.forEach(RedisServer::close);
  }
}
