package dev.chatsway.standalone.e2e;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.AskPattern;
import dev.chatsway.broadcaster.BroadcasterProtocol;
import dev.chatsway.broadcaster.BroadcasterProtocol.ClientCount;
import java.time.Duration;

/** Asks the Broadcaster of an instance in this JVM directly, and notes how long it takes to answer. */
final class BroadcasterProbe {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ActorSystem<?> system;
  private final ActorRef<BroadcasterProtocol.Command> broadcaster;
  private Duration slowest = Duration.ZERO;

  BroadcasterProbe(ActorSystem<?> system) {
    this.system = system;
    this.broadcaster = of(system);
  }

  /** The one that the gateway of this system has started. */
  static ActorRef<BroadcasterProtocol.Command> of(ActorSystem<?> system) {
    return Adapter.toTyped(Adapter.toClassic(system)
        .actorSelection("/system/broadcaster")
        .resolveOne(PATIENCE)
        .toCompletableFuture()
        .join());
  }

  ClientCount count() {
    var asked = System.nanoTime();
    var count = AskPattern.<BroadcasterProtocol.Command, ClientCount>ask(
            broadcaster, BroadcasterProtocol.GetClientCount::new, PATIENCE, system.scheduler())
        .toCompletableFuture()
        .join();
    var took = Duration.ofNanos(System.nanoTime() - asked);
    slowest = took.compareTo(slowest) > 0 ? took : slowest;
    return count;
  }

  Duration slowest() {
    return slowest;
  }
}
