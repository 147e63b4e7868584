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
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Owns who is connected here (ADR-011), and every tick reads the values of all their sessions in one round trip and
 * offers each client what it is due (ADR-002). It never waits: a reading comes back as a message, a tick that comes
 * while one is out is skipped. A slow client loses values and delays nobody; one that takes nothing for the stall limit
 * is removed, one that vanished is removed when its stream ends. When Redis does not answer in time, clients are told.
 *
 * <p>Time is counted in ticks, skipped or not. Should it fail, its clients are cut off, to come back to a fresh one.
 */
public final class Broadcaster extends AbstractBehavior<Broadcaster.Command> {
  public sealed interface Command {}

  /**
   * Takes a client in, or refuses it; asked before the upgrade, so that the limits are exact. The details are those
   * that the caller has just found for the overlay id.
   */
  public record Register(
      UUID session,
      UUID overlayId,
      Protocol protocol,
      ClientQueue queue,
      long settingsRevision,
      String settings,
      ActorRef<Registration> replyTo)
      implements Command {}

  /** The client is gone, or will not come; may be told more than once. */
  public record Unregister(UUID session, ClientQueue queue) implements Command {}

  /** A barrier: answered after all that was told before it, and never waiting for Redis. */
  public record GetClientCount(ActorRef<ClientCount> replyTo) implements Command {}

  /** The same for one session. */
  public record GetSessionClientCount(UUID session, ActorRef<ClientCount> replyTo)
      implements Command {}

  /** Takes nobody in any more, tells everyone {@code going_away}, and answers when the last stream has ended. */
  public record Drain(ActorRef<Drained> replyTo) implements Command {}

  private enum Tick implements Command {
    INSTANCE
  }

  private record ReadEnded(
      PendingTick asker,
      @Nullable LiveStates reading,
      @Nullable Throwable failure) implements Command {}

  private record DetailsEnded(
      UUID session,
      @Nullable SessionDetails details,
      @Nullable Throwable failure) implements Command {}

  /** The answer to {@link Register}. */
  public sealed interface Registration {}

  public record Accepted() implements Registration {}

  /** The client is to be turned away; the limit is the one that is reached, 0 when stopping. */
  public record Refused(Refusal reason, int limit) implements Registration {}

  /** Why a client is not taken in. */
  public enum Refusal {
    SESSION_FULL,
    INSTANCE_FULL,
    STOPPING
  }

  /** Sessions that have a client here, and their clients; without those that were told bye. */
  public record ClientCount(int sessions, int clients) {}

  /** The answer to {@link Drain}. */
  public record Drained() {}

  /** One for the whole instance; {@code build} is what chatsway.v2 clients are told this build is. */
  public static Behavior<Command> create(
      BroadcasterSettings settings,
      LiveStateSource readings,
      FrameEncoder encoder,
      MeterRegistry registry,
      String build) {
    var metrics =
        new BroadcasterMetrics(registry, new ClientLimit(settings.maxClients(), registry));
    return create(settings, readings, encoder, metrics, build);
  }

  /** Starts with no clients. */
  static Behavior<Command> create(
      BroadcasterSettings settings,
      LiveStateSource readings,
      FrameEncoder encoder,
      BroadcasterMetrics metrics,
      String build) {
    OverlayMessages messages = new OverlayMessages(encoder, settings.tick(), build);
    Behavior<Command> behavior = Behaviors.setup(context -> Behaviors.withTimers(timers -> {
      timers.startTimerAtFixedRate(Tick.INSTANCE, settings.tick());
      return new Broadcaster(context, settings, readings, messages, metrics);
    }));
    return Behaviors.supervise(behavior).onFailure(SupervisorStrategy.restart());
  }

  private final Logger log;
  private final BroadcasterSettings settings;
  private final Ticks ticks;
  private final BroadcasterMetrics metrics;
  private final Hub population;
  private final PendingTick pull;

  private boolean draining;
  private final List<ActorRef<Drained>> drainers = new ArrayList<>();

  private long tick;
  private boolean degraded;

  private Broadcaster(
      ActorContext<Command> context,
      BroadcasterSettings settings,
      LiveStateSource readings,
      OverlayMessages messages,
      BroadcasterMetrics metrics) {
    super(context);
    this.log = context.getLog();
    this.settings = settings;
    this.ticks = Ticks.of(settings);
    this.metrics = metrics;
    this.population = new Hub(settings, messages, metrics);
    this.pull = new PendingTick(readings, ticks.readDeadline());
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Register.class, this::onRegister)
        .onMessage(Unregister.class, this::onUnregister)
        .onMessage(GetClientCount.class, this::onGetClientCount)
        .onMessage(GetSessionClientCount.class, this::onGetSessionClientCount)
        .onMessage(Drain.class, this::onDrain)
        .onMessage(Tick.class, message -> onTick())
        .onMessage(ReadEnded.class, this::onReadEnded)
        .onMessage(DetailsEnded.class, this::onDetailsEnded)
        .onSignal(PreRestart.class, signal -> cutOff())
        .onSignal(PostStop.class, signal -> cutOff())
        .build();
  }

  private Behavior<Command> onRegister(Register command) {
    Registration answer = draining ? new Refused(Refusal.STOPPING, 0) : population.add(command);
    SessionSubscribers session = population.session(command.session());
    if (degraded && session != null) {
      session.degrade(tick);
    }
    command.replyTo().tell(answer);
    return this;
  }

  private Behavior<Command> onUnregister(Unregister command) {
    population.remove(command.session(), command.queue());
    answerDrainers();
    return this;
  }

  private Behavior<Command> onGetClientCount(GetClientCount command) {
    command.replyTo().tell(population.count());
    return this;
  }

  private Behavior<Command> onGetSessionClientCount(GetSessionClientCount command) {
    command.replyTo().tell(population.count(command.session()));
    return this;
  }

  private Behavior<Command> onDrain(Drain command) {
    draining = true;
    drainers.add(command.replyTo());
    population.dismissAll(CloseReason.GOING_AWAY);
    metrics.flush(); // who drains may look at them next
    answerDrainers();
    return this;
  }

  private void answerDrainers() {
    if (draining && population.nobodyIsLeaving()) {
      drainers.forEach(drainer -> drainer.tell(new Drained()));
      drainers.clear();
    }
  }

  private Behavior<Command> onTick() {
    tick++;
    if (tick % ticks.second() == 0) {
      population.evictStalled(tick);
      answerDrainers();
    }
    if (population.isEmpty()) {
      degraded = false; // nobody is told anything, and the next client finds out anew
    } else if (pull.isOut()) {
      metrics.tickSkipped();
      if (pull.isLate(tick)) {
        degrade("no answer within " + settings.readDeadline().toMillis() + " ms");
      }
    } else {
      getContext()
          .pipeToSelf(
              pull.start(population.order(), tick),
              (reading, failure) -> new ReadEnded(pull, reading, failure));
    }
    if (degraded) {
      population.degradeAll(tick);
    }
    metrics.flush();
    return this;
  }

  private Behavior<Command> onReadEnded(ReadEnded event) {
    if (event.asker() != pull) {
      return this; // was asked by the one that failed before us
    }
    boolean late = pull.isLate(tick);
    pull.end();
    LiveStates reading = event.reading();
    if (reading == null) {
      degrade(String.valueOf(event.failure()));
    } else if (!late) {
      show(reading);
      metrics.tickTook(pull.nanosSinceStart());
    }
    metrics.flush();
    return this;
  }

  private void show(LiveStates reading) {
    if (degraded) {
      degraded = false;
      log.info("Values can be read again");
    }
    SessionSubscribers[] asked = pull.sessions();
    for (int i = 0; i < asked.length; i++) {
      SessionSubscribers session = asked[i];
      try {
        if (!session.isEmpty()) { // or they left while the read was out
          show(session, reading, i);
        }
      } catch (RuntimeException e) { // what is stored for one session must not darken the others
        if (session.degrade(tick)) {
          log.warn("The reading of session {} cannot be shown", session.id(), e);
        }
      }
    }
  }

  private void show(SessionSubscribers session, LiveStates reading, int i) {
    switch (reading.state(i)) {
      case LIVE -> {
        if (session.show(reading, i, tick)) {
          metrics.shown(session.id(), reading, i, pull.nanosSinceStart());
        }
        if (session.wantsDetails(reading.settingsRevision(i))) {
          askDetails(session);
        }
      }
      case MISSING -> session.degrade(tick);
      case DELETED -> population.dismiss(session, CloseReason.DELETED);
    }
  }

  private void degrade(String why) {
    if (!degraded) {
      degraded = true;
      log.warn("Values cannot be read, clients are told so: {}", why);
    }
    population.degradeAll(tick);
  }

  private void askDetails(SessionSubscribers session) {
    UUID id = session.id();
    session.detailsAsked();
    getContext()
        .pipeToSelf(pull.details(id), (details, failure) -> new DetailsEnded(id, details, failure));
  }

  private Behavior<Command> onDetailsEnded(DetailsEnded event) {
    SessionSubscribers session = population.session(event.session());
    SessionDetails details = event.details();
    if (session != null && details != null) {
      population.detailsLoaded(session, details);
    } else if (session != null) {
      session.detailsFailed(); // asked again with the next reading
    }
    return this;
  }

  private Behavior<Command> cutOff() {
    population.abortAll(
        new ClientDisconnectedException("The broadcaster of this client has ended"));
    return this;
  }
}
