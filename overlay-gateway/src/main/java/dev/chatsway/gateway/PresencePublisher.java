package dev.chatsway.gateway;

import akka.actor.Cancellable;
import akka.actor.typed.ActorSystem;
import dev.chatsway.redis.presence.PresenceStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other instances, every second and in one batch, how many clients each session has on this one. The Broadcaster is
 * asked for sessions that clients came to or left, and for each of the others once in half a minute, in turn: it may have
 * removed a client that never came. One telling is out at a time.
 */
final class PresencePublisher {

  private static final Logger LOG = LoggerFactory.getLogger(PresencePublisher.class);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final int ROUNDS = 30;

  private final BroadcasterClient broadcaster;
  private final PresenceStore counts;
  private final Cancellable timer;
  private final AtomicBoolean out = new AtomicBoolean();

  // of the one telling that is out; whoever begins the next one sees what the last one left
  private final Map<UUID, Integer> told = new HashMap<>();
  private boolean lost;
  private int round;

  PresencePublisher(ActorSystem<?> system, BroadcasterClient broadcaster, PresenceStore counts) {
    this.broadcaster = broadcaster;
    this.counts = counts;
    this.timer = system
        .scheduler()
        .scheduleWithFixedDelay(EVERY, EVERY, this::tell, system.executionContext());
  }

  private void tell() {
    if (!out.compareAndSet(false, true)) {
      return;
    }
    Set<UUID> asked = broadcaster.takeChanged();
    round = (round + 1) % ROUNDS;
    for (UUID session : told.keySet()) {
      if (lost || Math.floorMod(session.hashCode(), ROUNDS) == round) {
        asked.add(session);
      }
    }
    current(asked).thenCompose(this::tell).whenComplete((done, failure) -> {
      if (failure != null) {
        LOG.debug("Failed to publish this instance's client counts", failure);
        asked.forEach(session -> told.putIfAbsent(session, 0)); // to be asked for again
        lost = true;
      }
      out.set(false);
    });
  }

  private CompletionStage<Map<UUID, Integer>> current(Set<UUID> sessions) {
    CompletionStage<Map<UUID, Integer>> all = CompletableFuture.completedStage(new HashMap<>());
    for (UUID session : sessions) {
      all = all.thenCombine(broadcaster.count(session), (map, clients) -> {
        map.put(session, clients);
        return map;
      });
    }
    return all;
  }

  private CompletionStage<?> tell(Map<UUID, Integer> current) {
    if (told.isEmpty() && current.values().stream().allMatch(clients -> clients == 0)) {
      return CompletableFuture.completedStage(null); // nobody was here, and nobody is
    }
    CompletionStage<?> ready = lost ? counts.withdraw() : CompletableFuture.completedStage(null);
    return ready
        .thenCompose(done -> {
          current.entrySet().removeIf(each -> !lost && isTold(each.getKey(), each.getValue()));
          return counts.tell(current);
        })
        .thenCompose(there -> {
          told.putAll(current);
          told.values().removeIf(clients -> clients == 0);
          lost = !there;
          return told.isEmpty() && there
              ? counts.withdraw()
              : CompletableFuture.completedStage(null);
        });
  }

  private boolean isTold(UUID session, int clients) {
    return told.getOrDefault(session, 0) == clients;
  }

  /** Tells no more, and takes back what was told. */
  CompletionStage<?> stop() {
    timer.cancel();
    return counts.withdraw();
  }
}
