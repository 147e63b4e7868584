package dev.chatsway.broadcaster;

import dev.chatsway.session.LiveRound.Phase;
import dev.chatsway.session.LiveState;
import dev.chatsway.session.VoteStatus;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sessions in memory, and a connection that can be told to hang or to fail. Thread-safe. */
final class FakeReadings implements LiveStateSource {
  static final class Session {
    volatile VoteStatus status = VoteStatus.OK;
    volatile double value;
    volatile double decayRate = 0.2;
    volatile long revision = 1;
    volatile long microsSinceWritten;
    volatile Phase roundPhase = Phase.NONE;
    volatile boolean isRoundDue;
    volatile int settled;
    volatile SessionDetails details =
        new SessionDetails(UUID.randomUUID(), 1, "{\"theme\":\"dark\"}");

    synchronized void vote(double newValue) {
      value = newValue;
      revision++;
    }

    void change(SessionDetails newDetails) {
      details = newDetails;
    }
  }

  private final Map<UUID, Session> sessions = new HashMap<>();

  private record HeldRead(CompletableFuture<List<LiveState>> answer, List<LiveState> states) {}

  private final Queue<HeldRead> held = new ArrayDeque<>();
  private boolean hanging;
  private boolean failing;
  private boolean detailsFailing;
  private int reads;
  private int rosters;
  private int detailsReads;
  private List<UUID> newestRoster = List.of();

  synchronized Session session(UUID id) {
    return sessions.computeIfAbsent(id, key -> new Session());
  }

  /** From now on reads answer only when released. */
  synchronized void hang(boolean hang) {
    hanging = hang;
  }

  synchronized void fail(boolean fail) {
    failing = fail;
  }

  synchronized void failDetails(boolean fail) {
    detailsFailing = fail;
  }

  /** Lets the oldest read that hangs answer. */
  synchronized void release() {
    HeldRead read = held.remove();
    read.answer().complete(read.states());
  }

  /** Fails the oldest read that hangs. */
  synchronized void releaseFailing() {
    held.remove().answer().completeExceptionally(new IllegalStateException("timed out"));
  }

  synchronized int reads() {
    return reads;
  }

  synchronized int rosters() {
    return rosters;
  }

  /** The sessions that were asked for last. */
  synchronized List<UUID> newestRoster() {
    return newestRoster;
  }

  synchronized int detailsReads() {
    return detailsReads;
  }

  @Override
  public synchronized ReadPlan roster(List<UUID> ids) {
    rosters++;
    newestRoster = ids;
    List<Session> list = ids.stream().map(this::session).toList();
    return () -> read(list);
  }

  private synchronized CompletionStage<List<LiveState>> read(List<Session> list) {
    reads++;
    if (failing) {
      return CompletableFuture.failedFuture(new IllegalStateException("connection refused"));
    }
    List<LiveState> snapshot = snapshot(list);
    CompletableFuture<List<LiveState>> answer = new CompletableFuture<>();
    if (hanging) {
      held.add(new HeldRead(answer, snapshot));
    } else {
      answer.complete(snapshot);
    }
    return answer;
  }

  @Override
  public synchronized void settleRound(UUID id) {
    session(id).settled++;
  }

  @Override
  public synchronized CompletionStage<SessionDetails> details(UUID id) {
    detailsReads++;
    return detailsFailing
        ? CompletableFuture.failedFuture(new IllegalStateException("connection refused"))
        : CompletableFuture.completedFuture(session(id).details);
  }

  private static List<LiveState> snapshot(List<Session> list) {
    return list.stream().map(FakeReadings::state).toList();
  }

  static LiveState state(Session session) {
    double now = session.microsSinceWritten;
    return switch (session.status) {
      case OK -> LiveState.at(now, packed(session));
      case DELETED -> LiveState.at(now, "deleted".getBytes(StandardCharsets.US_ASCII));
      default -> LiveState.at(now, null);
    };
  }

  private static byte[] packed(Session session) {
    var numbers = new ArrayList<>(List.of(
        session.value,
        2.0,
        0.5,
        0.0,
        session.decayRate,
        (double) session.revision,
        (double) session.details.settingsRevision(),
        0.0,
        12.0,
        7.0));
    switch (session.roundPhase) {
      case NONE -> {}
      case OPEN -> numbers.addAll(round(0, 0, 0));
      case FROZEN -> numbers.addAll(round(-1, 1e9, session.isRoundDue ? 0 : 1));
      case OVER -> numbers.addAll(round(-1, 0, 1));
    }
    var packed = ByteBuffer.allocate(numbers.size() * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    numbers.forEach(packed::putDouble);
    return packed.array();
  }

  /** As ROUND in chatsway.lua. */
  private static List<Double> round(double endsAt, double resultMicros, double outcome) {
    return List.of(1.0, 0.0, 0.0, endsAt, 1.0, resultMicros, 0.0, 0.0, 0.0, outcome);
  }
}
