package dev.chatsway.bench;

import static dev.chatsway.bench.RedisProcesses.HOST;
import static dev.chatsway.bench.RedisProcesses.await;
import static dev.chatsway.bench.RedisProcesses.freePort;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Real Redis servers that keep nothing, a primary and its replicas, which Sentinels let change places. Each server is
 * known by the port of a {@link TcpProxy} before it.
 */
final class SentinelRedis implements RedisServers {

  private static final String NAME = "bars";

  /** Where replicas and Sentinels connect from, so that a proxy can tell them from the servers' clients. */
  static final String PEERS = "127.0.0.2";

  private final RedisProcesses processes = new RedisProcesses();
  private final Map<Integer, Integer> servers = new LinkedHashMap<>(); // by the proxy's port
  private final Map<Integer, TcpProxy> proxies = new LinkedHashMap<>();
  private final List<Integer> sentinels = new ArrayList<>();
  private final List<String> options;

  /** @param options of the Redis servers */
  SentinelRedis(int replicas, int sentinels, String... options)
      throws IOException, InterruptedException {
    this.options = List.of(options);
    for (int i = 0; i <= replicas; i++) {
      int port = freePort();
      var proxy = new TcpProxy(port, 0);
      servers.put(proxy.port(), port);
      proxies.put(proxy.port(), proxy);
    }
    int primary = servers.keySet().iterator().next();
    launch(primary, List.of());
    for (int server : servers.keySet()) {
      if (server != primary) {
        launchReplica(server, primary);
      }
    }
    for (int i = 0; i < sentinels; i++) {
      int port = freePort();
      var configuration =
          processes.file("sentinel-" + port + ".conf", """
          sentinel monitor bars 127.0.0.1 %s %s
          sentinel down-after-milliseconds bars 500
          sentinel failover-timeout bars 3000
          sentinel announce-ip 127.0.0.1
          """.formatted(primary, sentinels / 2 + 1));
      processes.launch(
          port, List.of(configuration.toString(), "--sentinel", "--bind-source-addr", PEERS));
      this.sentinels.add(port);
    }
    awaitInStep();
  }

  /** By the Sentinels. */
  @Override
  public String url() {
    return sentinels.stream()
        .map(sentinel -> HOST + ":" + sentinel)
        .collect(Collectors.joining(",", "redis+sentinel://", "/" + NAME));
  }

  /** Of the server that is the primary now. */
  String primaryUrl() {
    return "redis://" + HOST + ":" + port(primary());
  }

  /** All servers, by the ports that they are known by. */
  List<Integer> servers() {
    return List.copyOf(servers.keySet());
  }

  /** What is between a server and everybody else. */
  TcpProxy proxy(int server) {
    return Objects.requireNonNull(proxies.get(server));
  }

  private int port(int server) {
    return Objects.requireNonNull(servers.get(server));
  }

  /** A connection to a server that goes by no proxy. */
  @Override
  public Jedis connect(int server) {
    return new Jedis(HOST, port(server));
  }

  /** Stops a server, or lets it go on: STOP or CONT. */
  @Override
  public void signal(int server, String signal) throws IOException, InterruptedException {
    processes.signal(port(server), signal);
  }

  /** Kills the primary without a word; its replica takes over within seconds. */
  void killPrimary() throws InterruptedException {
    awaitInStep();
    kill(primary());
  }

  void kill(int server) {
    processes.kill(port(server));
  }

  /** Once a server that runs is the primary, starts those that were killed as its replicas. */
  void startAgain() throws IOException, InterruptedException {
    await(() -> processes.isRunning(port(primary())), "no server took over");
    for (int server : servers.keySet()) {
      if (!processes.isRunning(port(server))) {
        launchReplica(server, primary());
      }
    }
  }

  /** Has a Sentinel change the primary, as an operator would; returns whether it does. */
  boolean failOver(int sentinel) {
    try (var asked = new Jedis(HOST, sentinels.get(sentinel % sentinels.size()))) {
      return "OK".equals(asked.sentinelFailover(NAME));
    } catch (JedisException e) {
      return false; // it knows no replica that could take over, or is at it already
    }
  }

  /** The port that the primary is known by, as the first Sentinel says. */
  int primary() {
    try (var asked = new Jedis(HOST, sentinels.get(0))) {
      return Integer.parseInt(asked.sentinelGetMasterAddrByName(NAME).get(1));
    }
  }

  @Override
  public List<Integer> primaries() {
    return List.of(primary());
  }

  /** Waits until all servers but one follow that one, and every Sentinel knows it. */
  @Override
  public void awaitInStep() throws InterruptedException {
    await(
        () -> sentinels.stream().allMatch(this::isInStep) && followers() == servers.size() - 1,
        "the Sentinels do not know " + (servers.size() - 1) + " replicas that are in step");
  }

  private boolean isInStep(int sentinel) {
    try (var asked = new Jedis(HOST, sentinel)) {
      var master = asked.sentinelMaster(NAME);
      return primary() == Integer.parseInt(master.get("port"))
          && "master".equals(master.get("flags"))
          && sentinels.size() - 1 == Integer.parseInt(master.get("num-other-sentinels"))
          && asked.sentinelReplicas(NAME).stream()
                  .filter(replica -> "ok".equals(replica.get("master-link-status"))
                      && "slave".equals(replica.get("flags")))
                  .count()
              == servers.size() - 1;
    }
  }

  private long followers() {
    try (var asked = connect(primary())) {
      return asked
          .info("replication")
          .lines()
          .filter(line -> line.contains("state=online"))
          .count();
    }
  }

  private void launchReplica(int server, int primary) throws IOException, InterruptedException {
    launch(server, List.of("--replicaof", HOST + " " + primary));
  }

  private void launch(int server, List<String> role) throws IOException, InterruptedException {
    var all = new ArrayList<>(List.of("--save", "", "--repl-diskless-sync-delay", "0"));
    all.addAll(List.of("--replica-announce-ip", HOST));
    all.addAll(List.of("--replica-announce-port", String.valueOf(server)));
    all.addAll(List.of("--bind-source-addr", PEERS));
    all.addAll(options);
    all.addAll(role);
    processes.launch(port(server), all);
  }

  @Override
  public void close() throws IOException {
    for (var proxy : proxies.values()) {
      proxy.close();
    }
    processes.close();
  }
}
