package dev.chatsway.standalone.redis;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded Redis: a real redis-server on 127.0.0.1 whose append-only file is in the data folder. If it ends by itself it
 * is started again on the same data, port and password, so that clients reconnect. At most one runs in a folder.
 */
public final class EmbeddedRedis {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedRedis.class);
  private static final Duration LOADING = Duration.ofSeconds(60);
  private static final Duration ENDING = Duration.ofMillis(1800);
  private static final Duration CLOSING = Duration.ofMillis(200);
  private static final Duration WATCH = Duration.ofMillis(250);

  private final Path folder;
  private final String chosen;
  private final ScheduledExecutorService watcher =
      Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "embedded-redis-watcher");
        thread.setDaemon(true);
        return thread;
      });

  private volatile boolean stopped; // by another thread than the one that may be starting it

  /**
   * Prepares one in a folder that this process has locked.
   *
   * @param chosen the program to run; empty: the newest of the shipped one and those on PATH
   */
  public EmbeddedRedis(DataFolder folder, String chosen) {
    this.folder = folder.path();
    this.chosen = chosen;
  }

  /**
   * Starts it, or takes over one that was left running when a process of ours was killed, and waits until it has loaded its
   * data.
   *
   * @return the URL to reach it by, password included: not to be printed
   * @throws IOException with a sentence for a person
   */
  public String start() throws IOException, InterruptedException {
    var executable =
        RedisExecutable.in(folder, chosen, Objects.requireNonNullElse(System.getenv("PATH"), ""));
    var left = RedisConf.read(folder);
    var orphans = RedisProcess.allIn(folder);
    RedisConf conf;
    RedisProcess process;
    if (left.isPresent()
        && orphans.size() == 1
        && orphans.get(0).runs(executable)
        && RedisProcess.answers(left.get())) {
      conf = left.get();
      process = orphans.get(0);
      log.info(
          "Took over the embedded Redis that an earlier Chatsway left running, process {}",
          process.handle().pid());
    } else {
      for (var orphan : orphans) {
        log.warn(
            "Stopping a Redis that an earlier Chatsway left running, process {}",
            orphan.handle().pid());
        orphan.stop(ENDING);
      }
      conf = RedisConf.fresh(folder);
      process = RedisProcess.launch(executable, conf);
      awaitLoaded(process, conf);
    }
    if (stopped) {
      process.stop(ENDING);
      throw new IOException("Chatsway was told to stop while it was starting");
    }
    var watch =
        new RedisWatch(process, () -> RedisProcess.launch(executable, conf), conf.logFile());
    var unused = watcher.scheduleWithFixedDelay(
        watch, WATCH.toMillis(), WATCH.toMillis(), TimeUnit.MILLISECONDS);
    return conf.url();
  }

  private void awaitLoaded(RedisProcess process, RedisConf conf)
      throws IOException, InterruptedException {
    RedisProcess.await(LOADING, () -> stopped || !process.isAlive() || RedisProcess.answers(conf));
    if (!stopped && !RedisProcess.answers(conf)) {
      var what = process.isAlive()
          ? "did not load its data within " + LOADING.toSeconds() + " s"
          : "ended at once";
      process.stop(ENDING);
      throw new IOException("its Redis " + what + "; see " + conf.logFile());
    }
  }

  /** Where the Redis in that data folder is, by whichever process it runs; its URL holds the password. */
  public static String urlIn(Path folder) throws IOException {
    var conf = RedisConf.read(folder);
    if (conf.isEmpty() || !RedisProcess.answers(conf.get())) {
      throw new IOException("no Redis is running in the folder " + folder.toAbsolutePath()
          + "; start ./chatsway first");
    }
    return conf.get().url();
  }

  /** Ends it, and every other redis-server of this folder, within 3 s. */
  public void stop() throws InterruptedException {
    stopped = true;
    watcher.shutdownNow();
    watcher.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
    for (var process : RedisProcess.allIn(folder)) {
      process.stop(ENDING);
    }
  }
}
