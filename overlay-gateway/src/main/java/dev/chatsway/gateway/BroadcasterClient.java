package dev.chatsway.gateway;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.chatsway.broadcaster.BroadcasterProtocol;
import dev.chatsway.broadcaster.ClientQueue;
import dev.chatsway.broadcaster.Protocol;
import dev.chatsway.session.Session;
import dev.chatsway.session.SessionSettings;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** Sends requests to the Broadcaster from outside its actor system. */
final class BroadcasterClient {

  /** Continues on the actor's thread; otherwise Akka's stages would start a thread for each continuation. */
  private static final Executor HERE = Runnable::run;

  private final ActorSystem<?> system;
  private final ActorRef<BroadcasterProtocol.Command> broadcaster;
  private final Duration timeout;

  /** What overlays are sent of settings, by identity: sessions read from the same text share theirs. */
  private final LoadingCache<SessionSettings, String> publicSettings =
      Caffeine.newBuilder().weakKeys().executor(HERE).build(SessionSettings::publicJson);

  /** Sessions whose clients may have changed since the last look. */
  private final Set<UUID> changed = ConcurrentHashMap.newKeySet();

  BroadcasterClient(
      ActorSystem<?> system, ActorRef<BroadcasterProtocol.Command> broadcaster, Duration timeout) {
    this.system = system;
    this.broadcaster = broadcaster;
    this.timeout = timeout;
  }

  /** Creates a queue whose end is reported to the Broadcaster. */
  ClientQueue queue(Session session) {
    return ClientQueue.create(closed -> {
      broadcaster.tell(new BroadcasterProtocol.Unregister(session.id(), closed));
      changed.add(session.id());
    });
  }

  /** Registers a client. One whose registration was answered too late is unregistered again. */
  CompletionStage<BroadcasterProtocol.Registration> register(
      Session session, Protocol protocol, ClientQueue queue) {
    CompletionStage<BroadcasterProtocol.Registration> answer = AskPattern.ask(
        broadcaster,
        replyTo -> new BroadcasterProtocol.Register(
            session.id(),
            session.ownerAccount(),
            session.overlayId(),
            protocol,
            queue,
            session.settingsRevision(),
            publicSettings.get(session.currentSettings()),
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

  /** Sessions that clients joined or left since the last call. */
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

  /** Asks that share of the clients to reconnect, each at a quiet moment. */
  void rebalance(double share, int clientsPerSecond) {
    broadcaster.tell(new BroadcasterProtocol.Rebalance(share, clientsPerSecond));
  }

  /** Tells every client {@code going_away}; completes when they are gone. */
  CompletionStage<BroadcasterProtocol.Drained> drain(Duration limit) {
    return AskPattern.ask(broadcaster, BroadcasterProtocol.Drain::new, limit, system.scheduler());
  }
}
