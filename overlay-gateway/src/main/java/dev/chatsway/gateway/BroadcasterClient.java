package dev.chatsway.gateway;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import dev.chatsway.broadcaster.BroadcasterProtocol;
import dev.chatsway.broadcaster.ClientQueue;
import dev.chatsway.broadcaster.Protocol;
import dev.chatsway.session.Session;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** The Broadcaster, asked from outside its actor system's messages. */
final class BroadcasterClient {

  /** On the actor's thread: a stage of Akka's starts a thread for what follows, if it is not told where. */
  private static final Executor HERE = Runnable::run;

  private final ActorSystem<?> system;
  private final ActorRef<BroadcasterProtocol.Command> broadcaster;
  private final Duration timeout;

  /** Sessions whose clients may be more or less than when this was last looked at. */
  private final Set<UUID> changed = ConcurrentHashMap.newKeySet();

  BroadcasterClient(
      ActorSystem<?> system, ActorRef<BroadcasterProtocol.Command> broadcaster, Duration timeout) {
    this.system = system;
    this.broadcaster = broadcaster;
    this.timeout = timeout;
  }

  /** An outlet whose end is told to the Broadcaster. */
  ClientQueue queue(Session session) {
    return ClientQueue.create(closed -> {
      broadcaster.tell(new BroadcasterProtocol.Unregister(session.id(), closed));
      changed.add(session.id());
    });
  }

  /** Takes the client in, or not. One whose answer came too late to be used is let go again. */
  CompletionStage<BroadcasterProtocol.Registration> register(
      Session session, Protocol protocol, ClientQueue queue) {
    CompletionStage<BroadcasterProtocol.Registration> answer = AskPattern.ask(
        broadcaster,
        replyTo -> new BroadcasterProtocol.Register(
            session.id(),
            session.overlayId(),
            protocol,
            queue,
            session.settingsRevision(),
            session.currentSettings().publicJson(),
            replyTo),
        timeout,
        system.scheduler());
    return answer.whenCompleteAsync(
        (registration, failure) -> {
          if (failure != null) {
            broadcaster.tell(new BroadcasterProtocol.Unregister(session.id(), queue));
          }
          changed.add(session.id());
        },
        HERE);
  }

  /** Sessions that clients came to or left since this was last asked. */
  Set<UUID> takeChanged() {
    var taken = new HashSet<UUID>();
    changed.removeIf(taken::add);
    return taken;
  }

  /** The session's clients on this instance. */
  CompletionStage<Integer> count(UUID session) {
    return AskPattern.<BroadcasterProtocol.Command, BroadcasterProtocol.ClientCount>ask(
            broadcaster,
            replyTo -> new BroadcasterProtocol.GetSessionClientCount(session, replyTo),
            timeout,
            system.scheduler())
        .thenApplyAsync(BroadcasterProtocol.ClientCount::clients, HERE);
  }

  /** All sessions and clients on this instance. */
  CompletionStage<BroadcasterProtocol.ClientCount> count() {
    return AskPattern.ask(
        broadcaster, BroadcasterProtocol.GetClientCount::new, timeout, system.scheduler());
  }

  /** Tells every client {@code going_away}; completes when they are gone. */
  CompletionStage<BroadcasterProtocol.Drained> drain(Duration limit) {
    return AskPattern.ask(broadcaster, BroadcasterProtocol.Drain::new, limit, system.scheduler());
  }
}
