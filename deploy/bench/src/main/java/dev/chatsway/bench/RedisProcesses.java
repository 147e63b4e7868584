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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.RedisExecProvider;

/** Real Redis servers and Sentinels of a bench's own, by their ports, in folders that go with them. */
final class RedisProcesses implements AutoCloseable {

  static final String HOST = "127.0.0.1";

  /** A Sentinel that its machine kept waiting for 2 s does nothing for 30 s (its TILT mode). */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final int POLL_MILLIS = 20;
  private static final int BUS_ABOVE = 10_000;

  private final Path folder = Files.createTempDirectory("chatsway-bench");
  private final File executable = RedisExecProvider.defaultProvider().get();
  private final Map<Integer, Process> running = new ConcurrentHashMap<>(); // by port
  private final Set<Integer> stopped = ConcurrentHashMap.newKeySet();

  RedisProcesses() throws IOException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop)); // should the bench be interrupted
  }

  /** A new file in the folder. */
  Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  /**
   * Starts one in a folder of its own, and returns when it answers; {@code options} may begin with a configuration file. A
   * replica writes what it gets from its primary into {@code dump.rdb}, and any server reads that when it starts again.
   */
  void launch(int port, List<String> options) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(executable.getPath()));
    command.addAll(options);
    command.addAll(List.of("--port", String.valueOf(port), "--bind", HOST));
    Path own = Files.createDirectories(folder.resolve(String.valueOf(port)));
    command.addAll(List.of("--dir", own.toString()));
    running.put(
        port,
        new ProcessBuilder(command)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start());
    await(() -> answers(port), "a Redis server did not start");
  }

  /** Whether it was launched, and neither killed nor stopped since. */
  boolean isRunning(int port) {
    return running.containsKey(port) && !stopped.contains(port);
  }

  /** Kills one without a word. */
  void kill(int port) {
    Process killed = running.remove(port);
    if (killed != null) {
      killed.destroyForcibly().onExit().join();
    }
  }

  /** Sends one a signal: STOP or CONT. */
  void signal(int port, String signal) throws IOException, InterruptedException {
    Process process = running.get(port);
    if (process != null) {
      new Proc(process.pid()).signal(signal);
      if (signal.equals("STOP")) {
        stopped.add(port);
      } else {
        stopped.remove(port);
      }
    }
  }

  private static boolean answers(int port) {
    try (var asked = new Jedis(HOST, port)) {
      return asked.ping().equals("PONG");
    }
  }

  /** Waits for something; a Redis that does not answer means that it has not come about yet. */
  static void await(BooleanSupplier condition, String otherwise) throws InterruptedException {
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

  /** A port that was free a moment ago, and whose cluster bus port is one too. */
  static int freePort() throws IOException {
    int port;
    do {
      try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
    } while (port + BUS_ABOVE > 65_535);
    return port;
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
