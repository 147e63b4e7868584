package dev.chatsway.broadcaster;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the Broadcaster asks of {@link LiveStateSource}: one read of all sessions at a time. */
final class PendingTick {
  private static final long NONE = -1;

  private final LiveStateSource readings;
  private final long deadline;

  /** In the order of the roster; replaced, never changed. */
  private SessionSubscribers[] sessions = {};

  private LiveStateSource.ReadPlan roster =
      () -> CompletableFuture.failedFuture(new IllegalStateException("no session to read"));
  private long outSince = NONE; // in ticks
  private long startedNanos;

  /** @param deadline after how many ticks an answer is late */
  PendingTick(LiveStateSource readings, long deadline) {
    this.readings = readings;
    this.deadline = deadline;
  }

  /** Starts a read; {@code order} is the same array as long as the sessions are the same. Never throws or waits. */
  CompletionStage<LiveStates> start(SessionSubscribers[] order, long tick) {
    outSince = tick;
    startedNanos = System.nanoTime();
    return caught(() -> {
      if (order != sessions) {
        roster = readings.roster(Stream.of(order).map(SessionSubscribers::id).toList());
        sessions = order;
      }
      return roster.read();
    });
  }

  CompletionStage<SessionDetails> details(UUID session) {
    return caught(() -> readings.details(session));
  }

  /** The read that was out has ended. */
  void end() {
    outSince = NONE;
  }

  boolean isOut() {
    return outSince != NONE;
  }

  /** Whether the read that is out has taken so long that its answer must not be shown. */
  boolean isLate(long tick) {
    return isOut() && tick - outSince >= deadline;
  }

  /** The sessions of the read that was started last. */
  SessionSubscribers[] sessions() {
    return sessions;
  }

  /** For metrics only: the clock of everything else is the tick. */
  long nanosSinceStart() {
    return System.nanoTime() - startedNanos;
  }

  private static <T> CompletionStage<T> caught(Supplier<CompletionStage<T>> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
