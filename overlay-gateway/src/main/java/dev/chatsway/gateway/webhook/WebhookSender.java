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
import dev.chatsway.redis.webhook.Delivery;
import dev.chatsway.redis.webhook.Webhooks;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every session that has webhooks, once each {@code poll}, and sends what is due. One instance does so at a time, by
 * a lease that saves the others the work; that nothing is lost or sent by two at once is the claims' part, not the lease's.
 */
final class WebhookSender extends AbstractBehavior<WebhookSender.Command> {

  sealed interface Command {}

  /** Lets another instance have the lease at once, and ends once what is being sent has been answered. */
  record Stop(ActorRef<Done> replyTo) implements Command {}

  private enum Tick implements Command {
    INSTANCE
  }

  /** The sessions to look at; none if another instance does, or Redis did not answer. */
  private record Listed(List<UUID> sessions) implements Command {}

  /**
   * A session was looked at.
   *
   * @param again whether something arrived, so that more may be due
   */
  private record Sent(UUID session, boolean again) implements Command {}

  static final String LEASE = "chatsway:webhooks:lease";
  static final Duration LEASE_LENGTH = Duration.ofSeconds(10);
  /** What came of a delivery is told to a Redis that was away for as long as the claim lasts: else it would be sent again. */
  private static final int FINISH_TRIES = 10;

  private static final Duration FINISH_PAUSE = Duration.ofSeconds(1);
  private static final Duration STOP = Duration.ofSeconds(2);

  private final ActorSystem<?> system;
  private final Webhooks webhooks;
  private final WebhookSettings settings;
  private final WebhookClient client;
  private final WebhookMetrics metrics;
  private final Lease lease;

  private final ArrayDeque<UUID> waiting = new ArrayDeque<>();
  private final Set<UUID> busy = new HashSet<>();
  private boolean isLooking;
  private @Nullable ActorRef<Done> stopping;

  private WebhookSender(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Webhooks webhooks,
      WebhookSettings settings,
      WebhookClient client,
      WebhookMetrics metrics,
      Lease lease) {
    super(context);
    this.system = context.getSystem();
    this.webhooks = webhooks;
    this.settings = settings;
    this.client = client;
    this.metrics = metrics;
    this.lease = lease;
    timers.startTimerWithFixedDelay(Tick.INSTANCE, settings.poll());
  }

  /** Sends until the actor system ends. */
  static void start(
      ActorSystem<?> system,
      Webhooks webhooks,
      WebhookSettings settings,
      WebhookClient client,
      WebhookMetrics metrics,
      Lease lease) {
    ActorRef<Command> sender = system.systemActorOf(
        Behaviors.setup(context -> Behaviors.withTimers(timers ->
            new WebhookSender(context, timers, webhooks, settings, client, metrics, lease))),
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
        .onMessage(Listed.class, this::onListed)
        .onMessage(Sent.class, this::onSent)
        .onMessage(Stop.class, this::onStop)
        .build();
  }

  private Behavior<Command> onTick() {
    if (!isLooking && waiting.isEmpty() && stopping == null) {
      isLooking = true;
      var sessions = webhooks
          .sessions()
          .thenCompose(found -> found.isEmpty()
              ? CompletableFuture.completedStage(found)
              : lease.hold().thenApply(isHeld -> isHeld ? found : List.<UUID>of()));
      getContext()
          .pipeToSelf(
              sessions, (found, failure) -> new Listed(failure == null ? found : List.of()));
    }
    return this;
  }

  private Behavior<Command> onListed(Listed listed) {
    isLooking = false;
    if (stopping != null) {
      return this;
    }
    listed.sessions.stream().filter(each -> !busy.contains(each)).forEach(waiting::add);
    lookAtNext();
    return this;
  }

  private Behavior<Command> onSent(Sent sent) {
    busy.remove(sent.session);
    if (stopping != null) {
      return endIfIdle(stopping);
    }
    if (sent.again) {
      waiting.addFirst(sent.session);
    }
    lookAtNext();
    return this;
  }

  private void lookAtNext() {
    while (busy.size() < settings.parallel() && !waiting.isEmpty()) {
      var session = waiting.remove();
      busy.add(session);
      getContext().pipeToSelf(send(session), (again, failure) -> {
        if (failure != null) { // Redis did not answer: what was claimed can be claimed again soon
          getContext()
              .getLog()
              .debug("Failed to send the webhooks of session {}; trying again", session, failure);
        }
        return new Sent(session, failure == null && again);
      });
    }
  }

  /** Continues in the executor: Redis answers on a thread that all calls share. */
  private CompletionStage<Boolean> send(UUID session) {
    return webhooks
        .claim(session, settings.claim())
        .thenComposeAsync(
            deliveries -> {
              var all = deliveries.stream()
                  .map(each -> send(each).toCompletableFuture())
                  .toList();
              return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
                  .thenApply(done -> all.stream().anyMatch(CompletableFuture::join));
            },
            system.executionContext());
  }

  private CompletionStage<Boolean> send(Delivery delivery) {
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
                  system.classicSystem())
              .thenApply(finished -> result.isOk());
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
