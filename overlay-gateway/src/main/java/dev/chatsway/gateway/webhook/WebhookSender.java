package dev.chatsway.gateway.webhook;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.pattern.Patterns;
import dev.chatsway.redis.Lease;
import dev.chatsway.redis.SessionKeys;
import dev.chatsway.redis.reading.LiveStateReader;
import dev.chatsway.redis.reading.ReadPlan;
import dev.chatsway.redis.webhook.Claim;
import dev.chatsway.redis.webhook.Delivery;
import dev.chatsway.redis.webhook.LastClaim;
import dev.chatsway.redis.webhook.Webhooks;
import dev.chatsway.session.LiveState;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Reads the live state of every session that has webhooks, once each {@code poll}, claims where that shows that something may be
 * due ({@link LastClaim}), and sends it. One instance does so at a time, by a lease that saves the others the work; that nothing is
 * lost or sent by two at once is the claims' part, not the lease's.
 */
final class WebhookSender extends AbstractBehavior<WebhookSender.Command> {

  sealed interface Command {}

  /** Lets another instance have the lease at once, and ends once what is being sent has been answered. */
  record Stop(ActorRef<Done> replyTo) implements Command {}

  private enum Tick implements Command {
    INSTANCE
  }

  /** The sessions that have webhooks, prepared to be read; none if another instance looks at them. */
  private record Roster(List<UUID> sessions, ReadPlan plan) {}

  /** The sessions were read; the states are in their order. */
  private record Looked(Roster roster, List<LiveState> states) implements Command {}

  /** Redis did not answer. */
  private enum NotLooked implements Command {
    INSTANCE
  }

  /** A session was claimed from, and what was claimed was sent; null if Redis did not answer. */
  private record Sent(
      UUID session, LiveState before, @Nullable Claim claim) implements Command {}

  /**
   * What is known of a session.
   *
   * @param untilNanos when it is claimed from whatever its state says: a primary that died may have taken changes with it
   */
  private record Known(LastClaim last, long untilNanos) {}

  static final String LEASE = "chatsway:webhooks:lease";
  static final Duration LEASE_LENGTH = Duration.ofSeconds(10);
  /** What came of a delivery is told to a Redis that was away for as long as the claim lasts: else it would be sent again. */
  private static final int FINISH_TRIES = 10;

  private static final Duration FINISH_PAUSE = Duration.ofSeconds(1);
  private static final Duration STOP = Duration.ofSeconds(2);

  private final ActorSystem<?> system;
  private final Webhooks webhooks;
  private final LiveStateReader reader;
  private final WebhookSettings settings;
  private final WebhookClient client;
  private final WebhookMetrics metrics;
  private final Lease lease;

  private final Map<UUID, Known> known = new HashMap<>();
  private final LinkedHashMap<UUID, LiveState> waiting = new LinkedHashMap<>();
  private final Set<UUID> busy = new HashSet<>();
  private Roster roster;
  private boolean isLooking;
  private @Nullable ActorRef<Done> stopping;

  private WebhookSender(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Webhooks webhooks,
      LiveStateReader reader,
      WebhookSettings settings,
      WebhookClient client,
      WebhookMetrics metrics,
      Lease lease) {
    super(context);
    this.system = context.getSystem();
    this.webhooks = webhooks;
    this.reader = reader;
    this.settings = settings;
    this.client = client;
    this.metrics = metrics;
    this.lease = lease;
    this.roster = roster(List.of());
    timers.startTimerWithFixedDelay(Tick.INSTANCE, settings.poll());
  }

  /** Sends until the actor system ends. */
  static void start(
      ActorSystem<?> system,
      Webhooks webhooks,
      LiveStateReader reader,
      WebhookSettings settings,
      WebhookClient client,
      WebhookMetrics metrics,
      Lease lease) {
    ActorRef<Command> sender = system.systemActorOf(
        Behaviors.setup(context -> Behaviors.withTimers(timers -> new WebhookSender(
            context, timers, webhooks, reader, settings, client, metrics, lease))),
        "webhook-sender",
        Props.empty());
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseServiceRequestsDone(),
            "webhooks-left-to-others",
            () -> AskPattern.<Command, Done>ask(sender, Stop::new, STOP, system.scheduler())
                .exceptionally(
                    late -> Done.getInstance())); // then lease and claims end by themselves
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessageEquals(Tick.INSTANCE, this::onTick)
        .onMessage(Looked.class, this::onLooked)
        .onMessageEquals(NotLooked.INSTANCE, this::onNotLooked)
        .onMessage(Sent.class, this::onSent)
        .onMessage(Stop.class, this::onStop)
        .build();
  }

  private Behavior<Command> onTick() {
    if (!isLooking && waiting.isEmpty() && stopping == null) {
      isLooking = true;
      var last = roster;
      getContext()
          .pipeToSelf(
              webhooks.count().thenCompose(count -> look(last, count)),
              (looked, failure) -> failure == null ? looked : NotLooked.INSTANCE);
    }
    return this;
  }

  /** Lists the sessions again if their number has changed: any instance adds some, only the holder of the lease removes any. */
  private CompletionStage<Looked> look(Roster last, long count) {
    if (count == 0) {
      return CompletableFuture.completedStage(new Looked(roster(List.of()), List.of()));
    }
    return lease.hold().thenCompose(isHeld -> {
      if (!isHeld) {
        return CompletableFuture.completedStage(new Looked(roster(List.of()), List.of()));
      }
      var current = count == last.sessions.size()
          ? CompletableFuture.completedStage(last)
          : webhooks.sessions().thenApply(this::roster);
      return current.thenCompose(
          it -> reader.read(it.plan).thenApply(states -> new Looked(it, states)));
    });
  }

  private Roster roster(List<UUID> sessions) {
    return new Roster(
        sessions, reader.roster(sessions.stream().map(SessionKeys::of).toList()));
  }

  private Behavior<Command> onLooked(Looked looked) {
    isLooking = false;
    if (stopping != null) {
      return this;
    }
    if (!looked.roster.equals(roster)) {
      roster = looked.roster;
      known.keySet().retainAll(new HashSet<>(roster.sessions));
    }
    long now = System.nanoTime();
    for (int i = 0; i < looked.states.size(); i++) {
      var session = roster.sessions.get(i);
      var state = looked.states.get(i);
      if (!state.isRead()) {
        known.remove(session); // its server may be replaced by one that knows less
      } else if (!busy.contains(session) && isDue(known.get(session), state, now)) {
        waiting.put(session, state);
      }
    }
    claimNext();
    return this;
  }

  private static boolean isDue(@Nullable Known session, LiveState state, long now) {
    return session == null || now - session.untilNanos >= 0 || session.last.isDue(state);
  }

  private Behavior<Command> onNotLooked() {
    isLooking = false;
    known.clear(); // another server may answer next, one that knows less
    return this;
  }

  private Behavior<Command> onSent(Sent sent) {
    busy.remove(sent.session);
    if (stopping != null) {
      return endIfIdle(stopping);
    }
    var claim = sent.claim;
    if (claim == null) {
      known.remove(sent.session);
    } else if (claim.isGone()) {
      known.remove(sent.session);
      roster = roster(List.of()); // to be listed again
    } else if (claim.deliveries().isEmpty()) {
      known.put(sent.session, new Known(new LastClaim(sent.before, claim), recheckAt()));
    } else {
      waiting.putIfAbsent(sent.session, sent.before); // more may be due, or a retry
    }
    claimNext();
    return this;
  }

  /** At a random time within the second half of the limit, so that sessions that were claimed from together part. */
  private long recheckAt() {
    long limit = settings.recheck().toNanos();
    return System.nanoTime() + ThreadLocalRandom.current().nextLong(limit / 2, limit + 1);
  }

  private void claimNext() {
    var next = waiting.entrySet().iterator();
    while (busy.size() < settings.parallel() && next.hasNext()) {
      var entry = next.next();
      var session = entry.getKey();
      var before = entry.getValue();
      next.remove();
      busy.add(session);
      getContext().pipeToSelf(send(session), (claim, failure) -> {
        if (failure != null) { // Redis did not answer: what was claimed can be claimed again soon
          getContext()
              .getLog()
              .debug("Failed to send the webhooks of session {}; trying again", session, failure);
        }
        return new Sent(session, before, failure == null ? claim : null);
      });
    }
  }

  /** Continues in the executor: Redis answers on a thread that all calls share. */
  private CompletionStage<Claim> send(UUID session) {
    return webhooks
        .claim(session, settings.claim())
        .thenComposeAsync(
            claim -> {
              var all = claim.deliveries().stream()
                  .map(each -> send(each).toCompletableFuture())
                  .toArray(CompletableFuture<?>[]::new);
              return CompletableFuture.allOf(all).thenApply(done -> claim);
            },
            system.executionContext());
  }

  private CompletionStage<?> send(Delivery delivery) {
    long started = System.nanoTime();
    return client
        .send(delivery.webhook(), delivery.id(), WebhookMessage.of(delivery))
        .thenCompose(result -> {
          metrics.attempted(result, System.nanoTime() - started);
          var pause = pause(delivery);
          return Patterns.retry(
              () -> webhooks.finish(delivery, result, pause, settings.giveUp()),
              FINISH_TRIES,
              FINISH_PAUSE,
              system.classicSystem());
        });
  }

  private Duration pause(Delivery delivery) {
    long limit = settings.limit(delivery.webhook().failures() + 1).toMillis();
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(limit / 2, limit + 1));
  }

  private Behavior<Command> onStop(Stop stop) {
    stopping = stop.replyTo;
    waiting.clear();
    var unused = lease.release();
    return endIfIdle(stop.replyTo);
  }

  private Behavior<Command> endIfIdle(ActorRef<Done> replyTo) {
    if (busy.isEmpty()) {
      replyTo.tell(Done.getInstance());
      return Behaviors.stopped();
    }
    return this;
  }
}
