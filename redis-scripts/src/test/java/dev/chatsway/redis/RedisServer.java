package dev.chatsway.redis;

import com.typesafe.config.ConfigFactory;
import dev.chatsway.redis.NodePipeline.Node;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.RedisExecProvider;

/** A real Redis of a test's own, on a free port, keeping nothing unless its options say so. */
public final class RedisServer implements AutoCloseable {

  private final int port;
  private final List<String> options;
  private final Path folder;
  private final JedisClientConfig login;
  private Process process;
  private final RedisClient client;

  private RedisServer(int port, List<String> options) {
    this.port = port;
    this.options = options;
    this.folder = folder("chatsway-redis");
    this.login = DefaultJedisClientConfig.builder()
        .password(option("--requirepass"))
        .resp2()
        .build();
    this.process = launch();
    this.client =
        RedisClient.builder().hostAndPort(address()).clientConfig(login).build();
  }

  /** Starts one with an append-only file as our own Redis has it: synced every second. */
  public static RedisServer startWithFile() {
    return start(freePort(), List.of("--appendonly", "yes", "--appendfsync", "everysec"));
  }

  /** Starts one, and returns when it answers. */
  public static RedisServer start() {
    return start(freePort(), List.of());
  }

  /** The same with more options, which may begin with a configuration file. */
  public static RedisServer start(int port, List<String> options) {
    return new RedisServer(port, options);
  }

  /** A folder of a test's own; what is directly in it goes with this JVM. */
  static Path folder(String name) {
    try {
      Path folder = Files.createTempDirectory(name);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> clear(folder)));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void clear(Path folder) {
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      // a server that is just ending may still write there
    }
  }

  /** A port that was free a moment ago, and whose cluster bus port is one too. */
  public static int freePort() {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = free.getLocalPort();
      return port + 10_000 < 65_536 ? port : freePort(); // the bus of a cluster is 10,000 above
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private @Nullable String option(String name) {
    int at = options.indexOf(name);
    return at < 0 ? null : options.get(at + 1);
  }

  /** Where it listens in the clear. */
  public HostAndPort address() {
    return new HostAndPort("127.0.0.1", port);
  }

  /** Where others of its kind, and Chatsway, find it: by TLS if it has that. */
  public HostAndPort known() {
    String byTls = option("--tls-port");
    return byTls == null ? address() : new HostAndPort("127.0.0.1", Integer.parseInt(byTls));
  }

  /** A connection of the default user. */
  Connection connect() {
    var connection = new Connection(address(), login);
    connection.connect();
    return connection;
  }

  /** For {@code chatsway.redis.url}. */
  public String uri() {
    return "redis://127.0.0.1:" + port + "/0";
  }

  /** The defaults, with this server's URL. */
  public RedisSettings settings() {
    return settings("url = \"" + uri() + "\"");
  }

  /** The defaults, with other lines over them. */
  public static RedisSettings settings(String... lines) {
    return RedisSettings.from(
        ConfigFactory.parseString("chatsway.redis { " + String.join("\n", lines) + " }")
            .withFallback(ConfigFactory.load()));
  }

  /** A link to this server with meters of its own. */
  public ReconnectingConnection link() {
    return new ReconnectingConnection(
        settings(), new RedisHealth(new SimpleMeterRegistry()), new Node(address(), false), null);
  }

  /** Calls on this server with meters of their own. */
  public RedisCommands calls() {
    var metrics = new SimpleMeterRegistry();
    return new RedisCommands(settings(), new RedisHealth(metrics), new CallMetrics(metrics));
  }

  /** For whatever a test asks of Redis itself. */
  public RedisClient client() {
    return client;
  }

  /** Freezes the process, as a machine that hangs would. */
  public void freeze() {
    signal("STOP");
  }

  /** Lets it go on. */
  public void thaw() {
    signal("CONT");
  }

  /** Kills it without a word: what it held is gone, but for its append-only file. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Starts it again on its port, empty but for its append-only file. */
  public void restart() {
    process = launch();
  }

  @Override
  public void close() {
    client.close();
    kill();
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
          .inheritIO()
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Process launch() {
    try {
      File executable = Executable.FILE;
      var command = new ArrayList<>(List.of(executable.getPath()));
      command.addAll(options);
      command.addAll(List.of("--port", String.valueOf(port), "--bind", "127.0.0.1"));
      command.addAll(List.of("--dir", folder.toString()));
      if (!options.contains("--sentinel")) {
        command.addAll(List.of("--save", ""));
        command.addAll(List.of("--repl-diskless-sync-delay", "0")); // replicas need not wait
      }
      Process started = new ProcessBuilder(command)
          .redirectOutput(Redirect.DISCARD)
          .redirectError(Redirect.DISCARD)
          .start();
      Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
      awaitAnswer(started);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitAnswer(Process started) {
    RedisCluster.await(() -> {
      if (!started.isAlive()) {
        throw new IllegalStateException("Redis on port " + port + " has ended");
      }
      try (var connection = connect()) {
        return connection.ping();
      } catch (JedisException e) {
        return false; // not there yet, or still loading its file
      }
    });
  }

  /** Taken out of its artifact once. */
  private static final class Executable {
    private static final File FILE = extract();

    private static File extract() {
      try {
        return RedisExecProvider.defaultProvider().get();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
