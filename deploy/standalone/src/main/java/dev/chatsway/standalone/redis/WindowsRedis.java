package dev.chatsway.standalone.redis;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A Redis that was installed on Windows: a child of this process, on 127.0.0.1, with its append-only file in the data folder.
 * It is ended by its own command, since Windows has no SIGTERM; one that an earlier start left running is used again.
 */
public final class WindowsRedis implements AutoCloseable {

  /** What is looked for on PATH; Memurai is a Redis for Windows. */
  public static final List<String> NAMES =
      List.of("redis-server.exe", "valkey-server.exe", "memurai.exe");

  private static final Duration LOADING = Duration.ofSeconds(60);
  private static final Duration ENDING = Duration.ofSeconds(5);

  /** The first with functions. */
  private static final int LEAST_MAJOR = 7;

  private final RedisConf conf;
  private final @Nullable Process process;

  private WindowsRedis(RedisConf conf, @Nullable Process process) {
    this.conf = conf;
    this.process = process;
  }

  /** The first program on that path, by the order of the names, that is a Redis with functions. */
  public static Optional<Path> find(String searchPath) throws InterruptedException {
    for (var name : NAMES) {
      var programs = Stream.of(searchPath.split(File.pathSeparator, -1))
          .filter(folder -> !folder.isEmpty())
          .map(folder -> Path.of(folder, name))
          .filter(Files::isExecutable)
          .toList();
      for (var program : programs) {
        if (isUsable(program)) {
          return Optional.of(program);
        }
      }
    }
    return Optional.empty();
  }

  /** Whether the program runs, and is new enough for functions (Redis 7). */
  public static boolean isUsable(Path program) throws InterruptedException {
    return RedisVersion.of(program.toString())
        .filter(version -> version.major() >= LEAST_MAJOR)
        .isPresent();
  }

  /** Starts it, and returns when it has loaded its data. */
  public static WindowsRedis start(DataFolder folder, Path program)
      throws IOException, InterruptedException {
    var left = RedisConf.read(folder.path());
    if (left.isPresent() && RedisProcess.answers(left.get())) {
      return new WindowsRedis(left.get(), null);
    }
    var conf = RedisConf.fresh(folder.path());
    conf.writeForChild();
    var process = new ProcessBuilder(program.toString(), conf.file().toString())
        .directory(conf.folder().toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(conf.logFile().toFile()))
        .start();
    RedisProcess.await(LOADING, () -> !process.isAlive() || RedisProcess.answers(conf));
    if (!RedisProcess.answers(conf)) {
      process.destroyForcibly();
      throw new IOException(program + " did not start; see " + conf.logFile());
    }
    return new WindowsRedis(conf, process);
  }

  /** Holds the password: never to be printed. */
  public String url() {
    return conf.url();
  }

  /** Has it write its file and end. */
  @Override
  public void close() {
    var login = DefaultJedisClientConfig.builder()
        .autoNegotiateProtocol(false)
        .password(conf.password())
        .build();
    try (var redis = new Jedis(new HostAndPort("127.0.0.1", conf.port()), login)) {
      redis.shutdown();
    } catch (JedisException e) {
      // it has ended already, as by the same Ctrl-C
    }
    try {
      if (process != null && !process.waitFor(ENDING.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
