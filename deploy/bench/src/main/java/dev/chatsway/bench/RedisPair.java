package dev.chatsway.bench;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.RedisExecProvider;

/** Two real Redis servers that keep nothing, a primary and its replica, which a Sentinel lets change places. */
final class RedisPair implements AutoCloseable {

  private static final String NAME = "bars";
  private static final String HOST = "127.0.0.1";

  /** A Sentinel that its machine kept waiting for 2 s does nothing for 30 s (its TILT mode). */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final int POLL_MILLIS = 20;

  private final Path folder = Files.createTempDirectory("chatsway-bench");
  private final File executable = RedisExecProvider.defaultProvider().get();
  private final Map<Integer, Process> running = new ConcurrentHashMap<>(); // by port
  private final List<Integer> servers;
  private final int sentinel = freePort();

  RedisPair() throws IOException, InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop)); // should the bench be interrupted
    int primary = freePort();
    int replica = freePort();
    servers = List.of(primary, replica);
    launch(primary, "--save", "");
    launchReplica(replica, primary);
    var configuration = Files.writeString(folder.resolve("sentinel.conf"), """
        sentinel monitor bars 127.0.0.1 %s 1
        sentinel down-after-milliseconds bars 500
        sentinel failover-timeout bars 3000
        """.formatted(primary));
    launch(sentinel, configuration.toString(), "--sentinel");
    awaitInStep();
  }

  /** By the Sentinel. */
  String url() {
    return "redis+sentinel://" + HOST + ":" + sentinel + "/" + NAME;
  }

  /** Of the server that is the primary now. */
  String primaryUrl() {
    return "redis://" + HOST + ":" + primary();
  }

  /** Kills the primary without a word; its replica takes over within seconds. */
  void killPrimary() throws InterruptedException {
    awaitInStep();
    Process killed = running.remove(primary());
    if (killed != null) {
      killed.destroyForcibly().onExit().join();
    }
  }

  /** Once another server has taken over, starts the one that was killed as its replica. */
  void startAgain() throws IOException, InterruptedException {
    await(() -> running.containsKey(primary()), "no server took over");
    for (int server : servers) {
      if (!running.containsKey(server)) {
        launchReplica(server, primary());
      }
    }
  }

  private int primary() {
    try (var asked = new Jedis(HOST, sentinel)) {
      return Integer.parseInt(asked.sentinelGetMasterAddrByName(NAME).get(1));
    }
  }

  private void awaitInStep() throws InterruptedException {
    await(
        () -> {
          try (var asked = new Jedis(HOST, sentinel)) {
            return asked.sentinelReplicas(NAME).stream()
                .anyMatch(replica -> "ok".equals(replica.get("master-link-status"))
                    && "slave".equals(replica.get("flags")));
          }
        },
        "the Sentinel knows no replica that is in step");
  }

  private void launchReplica(int port, int primary) throws IOException, InterruptedException {
    launch(port, "--save", "", "--replicaof", HOST + " " + primary);
  }

  private void launch(int port, String... options) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(executable.getPath()));
    command.addAll(List.of(options));
    command.addAll(List.of("--port", String.valueOf(port), "--bind", HOST));
    command.addAll(List.of("--dir", folder.toString()));
    running.put(
        port,
        new ProcessBuilder(command)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start());
    await(() -> answers(port), "a Redis server did not start");
  }

  private static boolean answers(int port) {
    try (var asked = new Jedis(HOST, port)) {
      return asked.ping().equals("PONG");
    }
  }

  /** A Redis that does not answer is one that has not come about yet. */
  private static void await(BooleanSupplier condition, String otherwise)
      throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!holds(condition)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(otherwise + " within " + PATIENCE.toSeconds() + " s");
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private static boolean holds(BooleanSupplier condition) {
    try {
      return condition.getAsBoolean();
    } catch (JedisException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private void stop() {
    running.values().forEach(Process::destroyForcibly);
    running.values().forEach(process -> process.onExit().join());
  }

  @Override
  public void close() throws IOException {
    stop();
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
