package dev.chatsway.broadcaster;

import akka.event.LoggingAdapter;
import akka.testkit.ExplicitlyTriggeredScheduler;
import com.typesafe.config.Config;
import java.util.concurrent.ThreadFactory;
import scala.concurrent.duration.FiniteDuration;

/**
 * The scheduler behind ManualTime, without the 100 ms for which Akka's sleeps each time so that "dispatchers clear": a
 * test here waits for answers instead.
 */
public final class HandScheduler extends ExplicitlyTriggeredScheduler {
  private long now;

  public HandScheduler(Config config, LoggingAdapter log, ThreadFactory threads) {
    super(config, log, threads);
    now = currentTimeMs();
  }

  @Override
  public void timePasses(FiniteDuration amount) {
    now += amount.toMillis();
    executeTasks(now);
  }
}
