package dev.chatsway.bench;

import static dev.chatsway.bench.RedisProcesses.HOST;
import static dev.chatsway.bench.RedisProcesses.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.params.MigrateParams;

/** A real cluster that keeps nothing: three primaries with a replica each, which change places when one fails. */
final class ClusterRedis implements RedisServers {

  private static final int PRIMARIES = 3;
  private static final int SLOTS = 16_384;
  private static final int KEYS_AT_ONCE = 100;
  private static final int MIGRATE_MILLIS = 5_000;
  private static final Pattern WRITTEN = Pattern.compile("master_repl_offset:(\\d+)");
  private static final Pattern ACKNOWLEDGED = Pattern.compile("state=online,offset=(\\d+)");

  private final RedisProcesses processes = new RedisProcesses();
  private final List<Integer> servers = new ArrayList<>();

  /** A line of {@code CLUSTER NODES}. */
  private record Node(
      String id, int port, String flags, String primary, String link, List<String> slots) {

    static Node parse(String line) {
      String[] words = line.split(" ", -1);
      String address = words[1].substring(0, words[1].indexOf('@'));
      int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
      var slots = List.of(words).subList(8, words.length).stream()
          .filter(range -> !range.startsWith("[")) // not those that are on their way
          .toList();
      return new Node(words[0], port, words[2], words[3], words[7], slots);
    }

    boolean isWell() {
      return link.equals("connected") && !flags.contains("fail") && !flags.contains("handshake");
    }

    boolean has(int slot) {
      return slots.stream()
          .map(range -> range.split("-", -1))
          .anyMatch(ends ->
              Integer.parseInt(ends[0]) <= slot && slot <= Integer.parseInt(ends[ends.length - 1]));
    }

    boolean isPrimary() {
      return flags.contains("master");
    }
  }

  ClusterRedis() throws IOException, InterruptedException {
    for (int i = 0; i < 2 * PRIMARIES; i++) {
      servers.add(RedisProcesses.freePort());
      launch(servers.get(i));
      cluster(servers.get(i), "SET-CONFIG-EPOCH", String.valueOf(i + 1));
    }
    for (int i = 0; i < PRIMARIES; i++) {
      String first = String.valueOf(i * SLOTS / PRIMARIES);
      String last = String.valueOf((i + 1) * SLOTS / PRIMARIES - 1);
      cluster(servers.get(i), "ADDSLOTSRANGE", first, last);
    }
    for (int server : servers) {
      cluster(servers.get(0), "MEET", HOST, String.valueOf(server));
    }
    await(
        () -> servers.stream()
            .allMatch(
                server -> nodes(server).stream().filter(Node::isWell).count() == servers.size()),
        "the servers of a cluster have not met");
    for (int i = PRIMARIES; i < servers.size(); i++) {
      cluster(servers.get(i), "REPLICATE", id(servers.get(i - PRIMARIES)));
    }
    awaitInStep();
  }

  /** Of two of its servers. */
  @Override
  public String url() {
    return servers.stream()
        .limit(2)
        .map(server -> HOST + ":" + server)
        .collect(Collectors.joining(",", "redis+cluster://", ""));
  }

  @Override
  public Jedis connect(int server) {
    return new Jedis(HOST, server);
  }

  /** The ports of those that have slots, by what the first server that answers says. */
  @Override
  public List<Integer> primaries() {
    return known().stream()
        .filter(
            node -> node.isPrimary() && !node.slots().isEmpty() && !node.flags().contains("fail"))
        .map(Node::port)
        .toList();
  }

  /** The port of one of a primary's replicas. */
  int replica(int primary) {
    String id = id(primary);
    return known().stream()
        .filter(node -> node.primary().equals(id))
        .mapToInt(Node::port)
        .findFirst()
        .orElseThrow();
  }

  /** The port of the primary that has a slot. */
  int primaryOf(int slot) {
    return known().stream()
        .filter(node -> node.has(slot))
        .mapToInt(Node::port)
        .findFirst()
        .orElseThrow();
  }

  void kill(int server) {
    processes.kill(server);
  }

  @Override
  public void signal(int server, String signal) throws IOException, InterruptedException {
    processes.signal(server, signal);
  }

  /** Starts a server that was killed. */
  void launch(int server) throws IOException, InterruptedException {
    processes.launch(
        server,
        List.of(
            "--save", "",
            "--cluster-enabled", "yes",
            "--cluster-node-timeout", "1000",
            "--cluster-replica-validity-factor", "0",
            "--cluster-require-full-coverage", "no",
            "--repl-diskless-sync-delay", "0",
            "--repl-ping-replica-period", "1"));
  }

  /** Has a replica take over from its primary in good order. */
  void failOver(int replica) {
    cluster(replica, "FAILOVER");
  }

  /** Moves a slot key by key, as redis-cli does, while it is in use. */
  void move(int slot, int from, int to) {
    String number = String.valueOf(slot);
    cluster(to, "SETSLOT", number, "IMPORTING", id(from));
    cluster(from, "SETSLOT", number, "MIGRATING", id(to));
    try (var source = connect(from)) {
      var keys = source.clusterGetKeysInSlot(slot, KEYS_AT_ONCE);
      while (!keys.isEmpty()) {
        source.migrate(HOST, to, MIGRATE_MILLIS, new MigrateParams(), keys.toArray(String[]::new));
        keys = source.clusterGetKeysInSlot(slot, KEYS_AT_ONCE);
      }
    }
    cluster(to, "SETSLOT", number, "NODE", id(to));
    cluster(from, "SETSLOT", number, "NODE", id(to));
  }

  /**
   * Waits until all servers are well, know the same owner of every slot, and each primary has a replica that has all that it
   * has by now. A replica that took over before it knew that a slot had moved away would claim it back, and its new owner
   * drop its keys; one that took over before it had the keys of a slot that came would not have those bars.
   */
  @Override
  public void awaitInStep() throws InterruptedException {
    await(
        () -> servers.stream().allMatch(this::isInStep)
            && servers.stream().map(this::owners).distinct().count() == 1,
        "the cluster is not whole");
    for (int primary : primaries()) {
      long written = offset(WRITTEN, primary);
      await(() -> offset(ACKNOWLEDGED, primary) >= written, "a replica does not keep up");
    }
  }

  private long offset(Pattern pattern, int primary) {
    var found = pattern.matcher(replication(primary));
    return found.find() ? Long.parseLong(found.group(1)) : 0;
  }

  private String replication(int server) {
    try (var asked = connect(server)) {
      return asked.info("replication");
    }
  }

  private Map<String, List<String>> owners(int server) {
    return nodes(server).stream().collect(Collectors.toMap(Node::id, Node::slots));
  }

  private boolean isInStep(int server) {
    var nodes = nodes(server);
    String replication = replication(server);
    try (var asked = connect(server)) {
      return asked.clusterInfo().contains("cluster_state:ok")
          && nodes.stream().filter(Node::isWell).count() == servers.size()
          && nodes.stream().filter(Node::isPrimary).count() == PRIMARIES
          && (replication.contains("state=online")
              || replication.contains("master_link_status:up"));
    }
  }

  private List<Node> known() {
    return nodes(servers.stream().filter(processes::isRunning).findFirst().orElseThrow());
  }

  private List<Node> nodes(int server) {
    try (var asked = connect(server)) {
      return asked.clusterNodes().lines().map(Node::parse).toList();
    }
  }

  private String id(int server) {
    try (var asked = connect(server)) {
      return asked.clusterMyId();
    }
  }

  private void cluster(int server, String... arguments) {
    try (var asked = connect(server)) {
      asked.sendCommand(Command.CLUSTER, arguments);
    }
  }

  @Override
  public void close() throws IOException {
    processes.close();
  }
}
