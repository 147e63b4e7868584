package dev.chatsway.standalone;

import akka.actor.Cancellable;
import akka.actor.typed.ActorSystem;
import dev.chatsway.broadcaster.BroadcasterProtocol.ClientCount;
import dev.chatsway.redis.presence.InstanceDirectory;
import dev.chatsway.redis.presence.InstanceDirectory.Entry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists this instance in the {@link InstanceDirectory}, and renews what it says there every second. */
final class Announcer {

  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final InstanceDirectory directory;
  private final Supplier<CompletionStage<ClientCount>> counts;
  private final String name;
  private final List<String> roles;
  private final Instant since = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final AtomicBoolean isOut = new AtomicBoolean();
  private final Cancellable timer;
  private volatile boolean isStopped;

  /**
   * Starts at once.
   *
   * @param port where this instance listens
   * @param counts sessions and clients here, asked for every second
   */
  Announcer(
      ActorSystem<?> system,
      InstanceDirectory directory,
      int port,
      List<String> roles,
      Supplier<CompletionStage<ClientCount>> counts) {
    this.directory = directory;
    this.counts = counts;
    this.name = hostName() + ":" + port;
    this.roles = roles;
    this.timer = system
        .scheduler()
        .scheduleWithFixedDelay(Duration.ZERO, INTERVAL, this::announce, system.executionContext());
  }

  /** Withdraws this instance. */
  CompletionStage<?> stop() {
    timer.cancel();
    isStopped = true;
    return directory.withdraw();
  }

  private void announce() {
    if (!isOut.compareAndSet(false, true)) {
      return; // Redis is slow to answer
    }
    counts
        .get()
        .thenCompose(here -> isStopped
            ? CompletableFuture.completedStage(null)
            : directory.announce(
                new Entry(name, Version.build(), roles, since, here.sessions(), here.clients())))
        .whenComplete((done, failure) -> {
          if (failure != null) {
            LOG.debug("Failed to announce this instance", failure);
          }
          isOut.set(false);
        });
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost"; // the machine's name is in no DNS and no hosts file
    }
  }
}
