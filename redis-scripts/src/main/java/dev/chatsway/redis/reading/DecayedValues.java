package dev.chatsway.redis.reading;

import dev.chatsway.session.LiveRound;
import dev.chatsway.session.LiveState;
import dev.chatsway.session.VoteStatus;
import java.util.Objects;

/**
 * One reading of a plan: the states as they were written, and the instants of Redis's clock to decay them to (ADR 0003).
 * The law is followed where somebody asks: most sessions of {@code chatsway.v2} clients are only looked at for their
 * revision.
 *
 * <p>Index i is the plan's i-th session; {@link #isRead} and {@link #status} are defined for every one, the others for
 * those that are {@code OK}.
 */
public final class DecayedValues {

  /** In the place of a state that no server has told. */
  static final byte[] UNREAD = {};

  /** In the place of a state that is not there. */
  static final byte[] ABSENT = {};

  private final byte[][] states;
  private final double[] now;

  /**
   * What was read.
   *
   * @param states one of each session
   * @param now in microseconds, for each session
   */
  DecayedValues(byte[][] states, double[] now) {
    this.states = states;
    this.now = now;
  }

  /** Whether the server that has this session answered in time. */
  public boolean isRead(int i) {
    return states[i] != UNREAD;
  }

  /** {@code OK}, {@code NO_SESSION} or {@code DELETED}. */
  public VoteStatus status(int i) {
    return LiveState.status(states[i]);
  }

  /** In [-100, 100]. */
  public double value(int i) {
    return LiveState.value(states[i], now[i]);
  }

  /** Grows with every write to the session. */
  public long revision(int i) {
    return LiveState.revision(states[i]);
  }

  /** λ in 1/s; 0 while the result of a round is shown. */
  public double decayRate(int i) {
    return LiveState.decayRate(states[i], now[i]);
  }

  /** Grows with settings and rotations. */
  public long settingsRevision(int i) {
    return LiveState.settingsRevision(states[i]);
  }

  /** Decayed sum of the weights of votes for. */
  public double forTally(int i) {
    return LiveState.forTally(states[i], now[i]);
  }

  /** Decayed sum of the weights of votes against. */
  public double againstTally(int i) {
    return LiveState.againstTally(states[i], now[i]);
  }

  /** How many votes for have counted since the last reset. */
  public long forVotes(int i) {
    return LiveState.forVotes(states[i], now[i]);
  }

  /** How many votes against have counted since the last reset. */
  public long againstVotes(int i) {
    return LiveState.againstVotes(states[i], now[i]);
  }

  /** How far the round has come. */
  public LiveRound.Phase roundPhase(int i) {
    return LiveRound.phase(states[i], now[i]);
  }

  /** The round, where it is {@code OPEN} or {@code FROZEN}. */
  public LiveRound round(int i) {
    return Objects.requireNonNull(LiveRound.of(states[i], now[i]));
  }

  /** Whether the library has to decide the session's round, or to clear it. */
  public boolean isRoundDue(int i) {
    return LiveRound.isDue(states[i], now[i]);
  }

  /** The time of the reading by its server's clock, in microseconds since 1970. */
  public double readAt(int i) {
    return now[i];
  }

  /** How long before the reading the session was written last, by its server's clock: microseconds, at least 0. */
  public long microsSinceWritten(int i) {
    return (long) Math.max(0, now[i] - LiveState.writtenAt(states[i]));
  }
}
