package dev.chatsway.twitch;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.chatsway.redis.session.Sessions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Owns when sessions are compared with Twitch's subscriptions: by the one instance that holds the lease, when it gets it, when
 * channels have changed, and every now and then. One comparison runs at a time; one that failed, or left something on its way,
 * is followed by another soon.
 */
final class SubscriptionReconciler extends AbstractBehavior<SubscriptionReconciler.Command> {

  sealed interface Command {}

  /** Lets another instance have the lease at once, and ends. */
  record Stop(ActorRef<Done> replyTo) implements Command {}

  private enum Look implements Command {
    INSTANCE
  }

  /** {@code revision} is what {@link Sessions#channelsRevision} says; it means nothing where the lease is another's. */
  private record Looked(boolean held, long revision) implements Command {}

  private record NotLooked(Throwable why) implements Command {}

  private record Compared(Reconciliation.Found found) implements Command {}

  private record NotCompared(Throwable why) implements Command {}

  private static final Duration FOLLOW_UP = Duration.ofSeconds(1);

  private final TwitchSettings settings;
  private final Helix helix;
  private final TwitchStore store;
  private final Sessions sessions;
  private final TwitchMetrics metrics;
  private final Lease lease;

  private boolean looking;
  private boolean comparing;
  private long comparedRevision = -1; // -1: nothing yet since the lease is ours
  private long nextRevision;
  private long notBefore = System.nanoTime();
  private long due = System.nanoTime();
  private int failed;
  private int unsettled;
  private @Nullable String told;

  private SubscriptionReconciler(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      TwitchSettings settings,
      Helix helix,
      TwitchStore store,
      Sessions sessions,
      TwitchMetrics metrics) {
    super(context);
    this.settings = settings;
    this.helix = helix;
    this.store = store;
    this.sessions = sessions;
    this.metrics = metrics;
    this.lease = store.lease(settings.lease());
    timers.startTimerWithFixedDelay(Look.INSTANCE, Duration.ZERO, settings.poll());
  }

  static Behavior<Command> create(
      TwitchSettings settings,
      Helix helix,
      TwitchStore store,
      Sessions sessions,
      TwitchMetrics metrics) {
    return Behaviors.setup(context -> Behaviors.withTimers(timers ->
        new SubscriptionReconciler(context, timers, settings, helix, store, sessions, metrics)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessageEquals(Look.INSTANCE, this::onLook)
        .onMessage(Looked.class, this::onLooked)
        .onMessage(NotLooked.class, this::onNotLooked)
        .onMessage(Compared.class, this::onCompared)
        .onMessage(NotCompared.class, this::onNotCompared)
        .onMessage(Stop.class, this::onStop)
        .build();
  }

  private Behavior<Command> onLook() {
    if (!looking) {
      looking = true;
      CompletionStage<Looked> look = lease
          .hold()
          .thenCompose(held -> held
              ? sessions.channelsRevision().thenApply(revision -> new Looked(true, revision))
              : CompletableFuture.completedStage(new Looked(false, 0)));
      getContext().pipeToSelf(look, (looked, why) -> why == null ? looked : new NotLooked(why));
    }
    return this;
  }

  private Behavior<Command> onLooked(Looked looked) {
    looking = false;
    if (!looked.held) {
      standBack();
    } else if (!comparing && isDue(looked.revision)) {
      compare(looked.revision);
    }
    return this;
  }

  /** Redis's own troubles are told elsewhere; the lease ends by itself. */
  private Behavior<Command> onNotLooked(NotLooked not) {
    looking = false;
    getContext().getLog().debug("Failed to renew the lease", not.why);
    if (!lease.isHeld()) {
      standBack();
    }
    return this;
  }

  private void standBack() {
    comparedRevision = -1;
    metrics.subscriptions(Map.of());
    metrics.up(true);
  }

  private boolean isDue(long revision) {
    long now = System.nanoTime();
    return now - notBefore >= 0 && (revision != comparedRevision || now - due >= 0);
  }

  private void compare(long revision) {
    comparing = true;
    nextRevision = revision;
    var reconciliation = new Reconciliation(
        settings,
        helix,
        store,
        sessions,
        new Channels(sessions, getContext().getExecutionContext()),
        lease::isHeld);
    getContext()
        .pipeToSelf(
            reconciliation
                .run()
                .thenCompose(found -> store.remember(found.pass()).thenApply(done -> found)),
            (found, why) -> why == null ? new Compared(found) : new NotCompared(why));
  }

  private Behavior<Command> onCompared(Compared compared) {
    comparing = false;
    failed = 0;
    comparedRevision = nextRevision;
    unsettled = compared.found.isSettled() ? 0 : unsettled + 1;
    var pause = unsettled == 0 ? settings.interval() : followUp();
    due = System.nanoTime() + pause.toNanos();
    metrics.subscriptions(compared.found.counts());
    metrics.up(compared.found.shardEnabled());
    tell(compared.found.shardEnabled(), compared.found.counts());
    return this;
  }

  /** Soon at first, for what takes Twitch a moment; then ever more seldom. */
  private Duration followUp() {
    var soon = new RetryPolicy(FOLLOW_UP, settings.interval(), 1).limit(unsettled - 1);
    return soon.compareTo(settings.interval()) < 0 ? soon : settings.interval();
  }

  private void tell(boolean shardEnabled, Map<ChannelState, Integer> counts) {
    var line = (shardEnabled
            ? "Twitch delivers to this server"
            : "Twitch does not deliver to this server yet")
        + "; chats by status: " + counts;
    if (!line.equals(told)) {
      getContext().getLog().info(line);
      told = line;
    }
  }

  private Behavior<Command> onNotCompared(NotCompared not) {
    comparing = false;
    var pause = settings.patience().pause(failed++);
    notBefore = System.nanoTime() + pause.toNanos();
    due = notBefore;
    var problem = TwitchException.sentence(not.why);
    told = null;
    metrics.up(!lease.isHeld());
    getContext()
        .getLog()
        .warn(
            "Failed to compare the Twitch subscriptions: {}; retrying in {} ms",
            problem,
            pause.toMillis());
    if (lease.isHeld()) {
      remember(problem);
    }
    return this;
  }

  /** For {@code ./chatsway twitch status}; what was refused before is still all that is known of it. */
  private void remember(String problem) {
    var unused = store
        .pass()
        .thenCompose(before -> store.remember(new ReconciliationReport(
            Instant.now().toString(),
            problem,
            before.map(ReconciliationReport::refusals).orElse(Map.of()))));
  }

  private Behavior<Command> onStop(Stop stop) {
    var unused =
        lease.release().whenComplete((released, why) -> stop.replyTo.tell(Done.getInstance()));
    return Behaviors.stopped();
  }
}
