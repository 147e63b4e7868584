package dev.chatsway.broadcaster;

import dev.chatsway.broadcaster.LiveStates.RoundPhase;
import dev.chatsway.broadcaster.LiveStates.State;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sessions in memory, and a connection that can be told to hang or to fail. Thread-safe. */
final class FakeReadings implements LiveStateSource {
  static final class Session {
    volatile State state = State.LIVE;
    volatile double value;
    volatile double decayRate = 0.2;
    volatile long revision = 1;
    volatile long microsSinceWritten;
    volatile RoundPhase roundPhase = RoundPhase.NONE;
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

  private record HeldRead(CompletableFuture<LiveStates> answer, LiveStates states) {}

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

  private synchronized CompletionStage<LiveStates> read(List<Session> list) {
    reads++;
    if (failing) {
      return CompletableFuture.failedFuture(new IllegalStateException("connection refused"));
    }
    LiveStates snapshot = snapshot(list);
    CompletableFuture<LiveStates> answer = new CompletableFuture<>();
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

  static LiveStates snapshot(List<Session> list) {
    return new LiveStates() {
      @Override
      public State state(int i) {
        return list.get(i).state;
      }

      @Override
      public double value(int i) {
        return list.get(i).value;
      }

      @Override
      public double forTally(int i) {
        return 2;
      }

      @Override
      public double againstTally(int i) {
        return 0.5;
      }

      @Override
      public long forVotes(int i) {
        return 12;
      }

      @Override
      public long againstVotes(int i) {
        return 7;
      }

      @Override
      public double decayRate(int i) {
        return list.get(i).decayRate;
      }

      @Override
      public long revision(int i) {
        return list.get(i).revision;
      }

      @Override
      public long microsSinceWritten(int i) {
        return list.get(i).microsSinceWritten;
      }

      @Override
      public RoundPhase roundPhase(int i) {
        return list.get(i).roundPhase;
      }

      @Override
      public String round(int i) {
        return "{\"status\":\"" + list.get(i).roundPhase.name().toLowerCase(Locale.ROOT) + "\"}";
      }

      @Override
      public boolean isRoundDue(int i) {
        return list.get(i).isRoundDue;
      }

      @Override
      public long settingsRevision(int i) {
        return list.get(i).details.settingsRevision();
      }
    };
  }
}
