package dev.chatsway.gateway;

import akka.actor.Cancellable;
import akka.actor.typed.ActorSystem;
import dev.chatsway.redis.presence.InstanceDirectory;
import dev.chatsway.redis.presence.InstanceDirectory.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evens out the clients of the instances, for example after a rolling restart: an instance with more than its share asks some
 * of its own to reconnect, and the balancer in front sends them on. Nothing is agreed with the others; each compares itself
 * with the mean of those that are listed.
 *
 * <p>A round of asking takes at most a minute, and a rest follows. The rest doubles, up to an hour, while rounds do not help,
 * as behind a balancer that sends a client back to where it was.
 */
final class Rebalancer {

  private static final Logger LOG = LoggerFactory.getLogger(Rebalancer.class);
  private static final Duration LONGEST_REST = Duration.ofHours(1);
  private static final int ROUND_SECONDS = 60;

  private final RebalanceSettings settings;

  // of the one comparison that is out
  private Instant restsUntil = Instant.MIN;
  private Duration rest;
  private int before;
  private int asked;

  Rebalancer(RebalanceSettings settings) {
    this.settings = settings;
    this.rest = settings.rest();
  }

  /** Compares every few seconds, from now on. */
  static Cancellable start(
      ActorSystem<?> system,
      RebalanceSettings settings,
      BroadcasterClient broadcaster,
      InstanceDirectory directory) {
    if (settings.clientsPerSecond() == 0) {
      return Cancellable.alreadyCancelled();
    }
    var rebalancer = new Rebalancer(settings);
    var isOut = new AtomicBoolean();
    Runnable compare = () -> {
      if (isOut.compareAndSet(false, true)) {
        broadcaster
            .count()
            .thenCombine(
                directory.list(),
                (here, all) -> rebalancer.share(here.clients(), all, Instant.now()))
            .whenComplete((share, failure) -> {
              if (failure != null) {
                LOG.debug("The instances could not be compared", failure);
              } else if (share > 0) {
                broadcaster.rebalance(share, settings.clientsPerSecond());
              }
              isOut.set(false);
            });
      }
    };
    var every = settings.rest().dividedBy(4);
    return system
        .scheduler()
        .scheduleWithFixedDelay(settings.rest(), every, compare, system.executionContext());
  }

  /** The share of its clients that an instance with {@code here} of them asks to reconnect now; 0 for none. */
  double share(int here, List<Entry> instances, Instant now) {
    var gateways =
        instances.stream().filter(each -> each.roles().contains("gateway")).toList();
    double mean = gateways.stream().mapToInt(Entry::clients).average().orElse(0);
    if (here < settings.leastClients() || here <= settings.above() * mean) {
      asked = 0;
      rest = settings.rest();
      return 0;
    }
    boolean someoneIsNew =
        gateways.stream().anyMatch(each -> each.since().plus(settings.rest()).isAfter(now));
    if (gateways.size() < 2 || someoneIsNew || now.isBefore(restsUntil)) {
      return 0;
    }
    // behind round robin over two instances, half of those asked come back
    boolean helped = asked == 0 || before - here >= asked / 4;
    rest = helped ? settings.rest() : shorter(rest.multipliedBy(2), LONGEST_REST);
    before = here;
    asked = (int)
        Math.min(Math.ceil(here - mean), (double) ROUND_SECONDS * settings.clientsPerSecond());
    restsUntil = now.plusSeconds(asked / settings.clientsPerSecond()).plus(rest);
    LOG.info(
        "{} clients here, {} on average of {} instances: asking {} to reconnect",
        here,
        Math.round(mean),
        gateways.size(),
        asked);
    return (double) asked / here;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
