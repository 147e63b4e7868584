package dev.chatsway.standalone.redis;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One look at the process, to be repeated: if it has ended, it is launched again. It looks instead of waiting for the exit
 * because of containers whose first process is ours: nobody buries a daemon there, and Java calls the dead one alive.
 */
final class RedisWatch implements Runnable {

  interface Launcher {
    RedisProcess launch() throws IOException, InterruptedException;
  }

  private static final Logger log = LoggerFactory.getLogger(RedisWatch.class);

  /** How long it has to live for its next end to be a new story. */
  private static final Duration STABLE = Duration.ofSeconds(10);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private final Launcher launcher;
  private final Path logFile;
  private RedisProcess process;
  private int attempts; // since it was stable; all of these belong to the one thread that runs this
  private long lastAttempt;

  RedisWatch(RedisProcess process, Launcher launcher, Path logFile) {
    this.process = process;
    this.launcher = launcher;
    this.logFile = logFile;
  }

  @Override
  public void run() {
    var sinceLast = Duration.ofNanos(System.nanoTime() - lastAttempt);
    if (process.isAlive()) {
      if (attempts > 0 && sinceLast.compareTo(STABLE) > 0) {
        attempts = 0;
        log.info("The embedded Redis is running again");
      }
    } else if (attempts == 0 || sinceLast.compareTo(pause(attempts)) > 0) {
      if (attempts == 0) {
        log.warn(
            "The embedded Redis has ended; starting it again on the same data. Its log: {}",
            logFile);
      }
      attempts++;
      lastAttempt = System.nanoTime();
      launch();
    }
  }

  /** No pause before the first start, then 0.5 s, 1 s, 2 s … */
  static Duration pause(int attempts) {
    var pause = Duration.ofMillis(250L << Math.min(attempts, 10));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  private void launch() {
    try {
      process = launcher.launch();
    } catch (IOException | RuntimeException e) {
      log.debug("The embedded Redis did not start", e); // told once, above
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // we are being stopped, and so is it
    }
  }
}
