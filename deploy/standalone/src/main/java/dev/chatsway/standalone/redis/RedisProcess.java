package dev.chatsway.standalone.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** One running redis-server, which may have been started by a process of ours that is no more. */
record RedisProcess(ProcessHandle handle) {

  private static final Duration CALL = Duration.ofSeconds(1);
  private static final Duration LAUNCH = Duration.ofSeconds(10);
  private static final long POLL_MILLIS = 10;

  /**
   * Those of this machine whose program is one that {@link RedisExecutable} unpacked into {@code folder}, without the
   * children that Redis has for a while to write its file anew.
   */
  static List<RedisProcess> allIn(Path folder) {
    return ProcessHandle.allProcesses()
        .filter(process -> isIn(folder, process))
        .filter(
            process -> process.parent().filter(parent -> isIn(folder, parent)).isEmpty())
        .map(RedisProcess::new)
        .toList();
  }

  private static boolean isIn(Path folder, ProcessHandle process) {
    return process
        .info()
        .command()
        .filter(command -> RedisExecutable.isIn(folder, command))
        .isPresent();
  }

  /**
   * Starts a redis-server as a daemon: in a session of its own, where a Ctrl-C meant for us does not reach it. It may still
   * be loading its data when this returns.
   *
   * @throws IOException if it ended at once
   */
  static RedisProcess launch(Path executable, RedisConf conf)
      throws IOException, InterruptedException {
    conf.write();
    Files.deleteIfExists(conf.pidFile());
    var launcher = new ProcessBuilder(executable.toString(), conf.file().toString())
        .directory(conf.folder().toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(conf.logFile().toFile()))
        .start();
    if (!launcher.waitFor(LAUNCH.toMillis(), TimeUnit.MILLISECONDS)) {
      launcher.destroyForcibly();
    }
    await(
        LAUNCH,
        () -> conf.pidFile().toFile().length() > 0 || allIn(conf.folder()).isEmpty());
    if (conf.pidFile().toFile().length() > 0) {
      var process =
          ProcessHandle.of(Long.parseLong(Files.readString(conf.pidFile()).strip()));
      if (process.isPresent()) {
        return new RedisProcess(process.get());
      }
    }
    throw new IOException("its Redis ended at once; see " + conf.logFile());
  }

  /** Whether it runs; a process that ended and that nobody has buried yet (its program is gone) does not. */
  boolean isAlive() {
    return handle.isAlive() && handle.info().command().isPresent();
  }

  /** Whether it runs that very program, in that version. */
  boolean runs(Path executable) {
    return handle.info().command().filter(executable.toString()::equals).isPresent();
  }

  /** Whether a Redis with that password answers, and has loaded its data. */
  static boolean answers(RedisConf conf) {
    var client = DefaultJedisClientConfig.builder()
        .autoNegotiateProtocol(false)
        .timeoutMillis((int) CALL.toMillis())
        .password(conf.password())
        .build();
    try (var redis = new Jedis(new HostAndPort("127.0.0.1", conf.port()), client)) {
      return redis.ping().equals("PONG");
    } catch (JedisException e) {
      return false; // not listening yet, still loading, or not ours
    }
  }

  /**
   * Ends it. SIGTERM is what SHUTDOWN is: Redis writes and syncs its append-only file first. One that has not ended within
   * {@code patience} is killed; what it had answered by then is in the system's hands but for its last second (everysec).
   */
  void stop(Duration patience) throws InterruptedException {
    handle.destroy();
    if (!await(patience, () -> !isAlive())) {
      handle.destroyForcibly();
      await(CALL, () -> !isAlive());
    }
  }

  /** Waits until {@code condition} holds or {@code limit} has passed; returns which. */
  static boolean await(Duration limit, BooleanSupplier condition) throws InterruptedException {
    var deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      Thread.sleep(POLL_MILLIS);
    }
    return true;
  }
}
