package dev.chatsway.broadcaster;

import dev.chatsway.session.LiveState;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A Broadcaster's read of all its sessions; at most one is in flight. */
final class PendingTick {
  private static final long NONE = -1;

  private final LiveStateSource readings;
  private final LongSupplier clock;
  private final long deadlineTicks;
  private final long deadlineNanos;

  /** In the order of the plan; replaced, never changed. */
  private SessionSubscribers[] sessions = {};

  private LiveStateSource.ReadPlan plan =
      () -> CompletableFuture.failedFuture(new IllegalStateException("no session to read"));
  private long startedTick = NONE;
  private long startedNanos;

  PendingTick(LiveStateSource readings, BroadcasterSettings settings, LongSupplier clock) {
    this.readings = readings;
    this.clock = clock;
    this.deadlineTicks = Ticks.of(settings).readDeadline();
    this.deadlineNanos = settings.readDeadline().plus(settings.tick()).toNanos();
  }

  /** Starts a read; {@code latest} is the same array as long as the sessions are the same. Never throws or waits. */
  CompletionStage<List<LiveState>> start(SessionSubscribers[] latest, long tick) {
    startedTick = tick;
    startedNanos = clock.getAsLong();
    return caught(() -> {
      if (latest != sessions) {
        plan = readings.roster(Stream.of(latest).map(SessionSubscribers::id).toList());
        sessions = latest;
      }
      return plan.read();
    });
  }

  CompletionStage<SessionDetails> details(UUID session) {
    return caught(() -> readings.details(session));
  }

  void settleRound(UUID session) {
    readings.settleRound(session);
  }

  void end() {
    startedTick = NONE;
  }

  boolean isOut() {
    return startedTick != NONE;
  }

  /** Whether the deadline has passed, not counting pauses of this process. */
  boolean isLate(long tick) {
    return isOut() && tick - startedTick >= deadlineTicks;
  }

  /** Whether the read started so long ago, including pauses of this process, that its answer must not be shown. */
  boolean isOld() {
    return nanosSinceStart() >= deadlineNanos;
  }

  /** The sessions of the read that was started last. */
  SessionSubscribers[] sessions() {
    return sessions;
  }

  long nanosSinceStart() {
    return clock.getAsLong() - startedNanos;
  }

  private static <T> CompletionStage<T> caught(Supplier<CompletionStage<T>> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
