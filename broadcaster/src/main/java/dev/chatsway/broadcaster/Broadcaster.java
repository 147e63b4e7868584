package dev.chatsway.broadcaster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.chatsway.broadcaster.BroadcasterProtocol.Command;
import dev.chatsway.broadcaster.BroadcasterProtocol.Drain;
import dev.chatsway.broadcaster.BroadcasterProtocol.Drained;
import dev.chatsway.broadcaster.BroadcasterProtocol.GetClientCount;
import dev.chatsway.broadcaster.BroadcasterProtocol.GetSessionClientCount;
import dev.chatsway.broadcaster.BroadcasterProtocol.Rebalance;
import dev.chatsway.broadcaster.BroadcasterProtocol.Refusal;
import dev.chatsway.broadcaster.BroadcasterProtocol.Refused;
import dev.chatsway.broadcaster.BroadcasterProtocol.Register;
import dev.chatsway.broadcaster.BroadcasterProtocol.Registration;
import dev.chatsway.broadcaster.BroadcasterProtocol.Unregister;
import dev.chatsway.session.LiveState;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Owns the connected clients (ADR-011). Every tick it reads the values of all their sessions in one round trip and
 * sends each client what it needs (ADR-002). It never waits: a reading arrives as a message, and a tick during a read
 * is skipped and counted. A slow client misses values and delays no other; one that takes nothing for the stall limit
 * is evicted. Without a reading in time, clients are sent {@code degraded}.
 *
 * <p>If the actor fails, its clients are disconnected and reconnect to the restarted actor; a drain goes on.
 */
public final class Broadcaster extends AbstractBehavior<Command> {
  /** Messages of a Broadcaster to itself. */
  sealed interface Internal extends Command {}

  private enum Tick implements Internal {
    INSTANCE
  }

  private record ReadEnded(
      PendingTick asker,
      @Nullable List<LiveState> reading,
      @Nullable Throwable failure) implements Internal {}

  private record DetailsEnded(UUID session, @Nullable SessionDetails details) implements Internal {}

  /** Starts with no clients; {@code clock} counts nanoseconds as {@link System#nanoTime} does. */
  static Behavior<Command> create(
      BroadcasterSettings settings,
      LiveStateSource readings,
      OverlayMessages messages,
      BroadcasterMetrics metrics,
      LongSupplier clock) {
    Behavior<Command> behavior = Behaviors.setup(context -> Behaviors.withTimers(timers -> {
      timers.startTimerAtFixedRate(Tick.INSTANCE, settings.tick());
      return new Broadcaster(context, settings, readings, messages, metrics, clock);
    }));
    return Behaviors.supervise(behavior).onFailure(SupervisorStrategy.restart());
  }

  private final BroadcasterSettings settings;
  private final TickClock clock;
  private final BroadcasterMetrics metrics;
  private final Hub hub;
  private final PendingTick read;
  private final List<ActorRef<Drained>> drainers = new ArrayList<>();

  private boolean draining;
  private boolean degraded;

  private Broadcaster(
      ActorContext<Command> context,
      BroadcasterSettings settings,
      LiveStateSource readings,
      OverlayMessages messages,
      BroadcasterMetrics metrics,
      LongSupplier nanos) {
    super(context);
    this.settings = settings;
    this.clock = new TickClock(settings.tick(), nanos);
    this.metrics = metrics;
    this.hub = new Hub(settings, messages, metrics);
    this.read = new PendingTick(readings, settings, nanos);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Register.class, this::onRegister)
        .onMessage(Unregister.class, this::onUnregister)
        .onMessage(GetClientCount.class, this::onGetClientCount)
        .onMessage(GetSessionClientCount.class, this::onGetSessionClientCount)
        .onMessage(Rebalance.class, this::onRebalance)
        .onMessage(Drain.class, this::onDrain)
        .onMessage(Tick.class, message -> onTick())
        .onMessage(ReadEnded.class, this::onReadEnded)
        .onMessage(DetailsEnded.class, this::onDetailsEnded)
        .onSignal(PreRestart.class, signal -> onPreRestart())
        .onSignal(PostStop.class, signal -> onPostStop())
        .build();
  }

  private Behavior<Command> onRegister(Register command) {
    Registration reply = draining ? new Refused(Refusal.STOPPING, 0) : hub.add(command);
    SessionSubscribers session = hub.session(command.session());
    if (degraded && session != null) {
      session.degrade(clock.tick());
    }
    if (reply instanceof Refused refused) {
      metrics.refused(command.session(), refused);
    }
    command.replyTo().tell(reply);
    return this;
  }

  private Behavior<Command> onUnregister(Unregister command) {
    hub.remove(command.session(), command.queue());
    replyIfDrained();
    return this;
  }

  private Behavior<Command> onGetClientCount(GetClientCount command) {
    command.replyTo().tell(hub.count());
    return this;
  }

  private Behavior<Command> onGetSessionClientCount(GetSessionClientCount command) {
    command.replyTo().tell(hub.count(command.session()));
    return this;
  }

  private Behavior<Command> onRebalance(Rebalance command) {
    hub.startRebalance(command);
    return this;
  }

  private Behavior<Command> onDrain(Drain command) {
    draining = true;
    drainers.add(command.replyTo());
    hub.closeAll(CloseReason.GOING_AWAY);
    metrics.flush(); // the process may end before another tick does it
    replyIfDrained();
    return this;
  }

  private void replyIfDrained() {
    if (draining && hub.allClosed()) {
      drainers.forEach(drainer -> drainer.tell(new Drained()));
      drainers.clear();
    }
  }

  private Behavior<Command> onTick() {
    if (!clock.advance()) {
      metrics.tickSkipped();
      return this;
    }
    if (clock.isSecond()) {
      hub.evictStalled(clock.tick());
      hub.rebalance(clock.tick());
      replyIfDrained();
    }
    if (hub.isEmpty()) {
      degraded = false; // decided again for the next client
    } else if (!read.isOut()) {
      getContext()
          .pipeToSelf(
              read.start(hub.sessions(), clock.tick()),
              (reading, failure) -> new ReadEnded(read, reading, failure));
    } else {
      metrics.tickSkipped();
      if (read.isLate(clock.tick())) {
        degrade("no answer within " + settings.readDeadline().toMillis() + " ms");
      }
    }
    if (degraded) {
      hub.degradeAll(clock.tick());
    }
    metrics.flush();
    return this;
  }

  private Behavior<Command> onReadEnded(ReadEnded event) {
    if (event.asker() != read) {
      return this; // started by the incarnation before a restart
    }
    boolean inTime = !read.isLate(clock.tick()) && !read.isOld();
    boolean paused = !read.isLate(clock.tick()) && read.isOld(); // proves nothing about Redis
    read.end();
    if (event.reading() == null && !paused) {
      degrade(String.valueOf(event.failure()));
    } else if (event.reading() != null && inTime) {
      broadcast(event.reading());
      metrics.tickTook(read.nanosSinceStart());
    }
    metrics.flush();
    return this;
  }

  private void broadcast(List<LiveState> reading) {
    if (degraded) {
      degraded = false;
      getContext().getLog().info("Values can be read again");
    }
    long answerNanos = read.nanosSinceStart();
    SessionSubscribers[] sessions = read.sessions();
    for (int i = 0; i < sessions.length; i++) {
      SessionSubscribers session = sessions[i];
      try {
        if (!session.isEmpty()) { // empty if all left during the read
          broadcast(session, reading.get(i), answerNanos);
        }
      } catch (RuntimeException e) { // corrupt data of one session must not affect the others
        if (session.degrade(clock.tick())) {
          getContext().getLog().warn("Session {} has an invalid reading", session.id(), e);
        }
      }
    }
  }

  private void broadcast(SessionSubscribers session, LiveState state, long answerNanos) {
    switch (state.status()) {
      case OK -> {
        long before = session.revision();
        if (session.broadcast(state, clock.tick())) {
          metrics.shown(session, before, state, answerNanos, read.nanosSinceStart());
        }
        if (session.needsSettling(state, clock.tick())) {
          read.settleRound(session.id());
        }
        if (session.needsDetails(state.settingsRevision())) {
          loadDetails(session);
        }
      }
      case DELETED -> hub.close(session, CloseReason.DELETED);
      default ->
        session.degrade(clock.tick()); // its server did not answer, has lost it or not yet got it
    }
  }

  private void degrade(String why) {
    if (!degraded) {
      degraded = true;
      getContext().getLog().warn("Values cannot be read; clients are sent 'degraded': {}", why);
    }
    hub.degradeAll(clock.tick());
  }

  private void loadDetails(SessionSubscribers session) {
    UUID id = session.id();
    session.detailsRequested();
    getContext().pipeToSelf(read.details(id), (details, failure) -> new DetailsEnded(id, details));
  }

  private Behavior<Command> onDetailsEnded(DetailsEnded event) {
    SessionSubscribers session = hub.session(event.session());
    SessionDetails details = event.details();
    if (session != null && details != null) {
      hub.detailsLoaded(session, details);
    } else if (session != null) {
      session.detailsFailed(); // requested again after the next reading
    }
    return this;
  }

  private Behavior<Command> onPreRestart() {
    disconnectAll();
    if (draining) { // its own state is lost; the mailbox survives
      drainers.forEach(drainer -> getContext().getSelf().tell(new Drain(drainer)));
      getContext().getSelf().tell(new Drain(getContext().getSystem().ignoreRef()));
    }
    return this;
  }

  private Behavior<Command> onPostStop() {
    disconnectAll();
    replyIfDrained();
    return this;
  }

  private void disconnectAll() {
    hub.abortAll(new ClientDisconnectedException("The broadcaster of this client has ended"));
  }
}
