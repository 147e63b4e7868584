package dev.chatsway.session;

import dev.chatsway.session.LiveRound.Phase;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The live state of a session at one instant, decoded and decayed on access from the bytes that the function library
 * wrote ({@code STATE} and {@code COUNTS} in chatsway.lua): little-endian doubles. Later libraries may append more.
 *
 * <p>The law of section 1 of docs/interface.md is applied from the time of the write, which is part of the state, to
 * the instant: both are Redis's, in microseconds since 1970. While the result of a round is shown, time stands still;
 * after that the session is neutral. The numbers are valid only if the status is {@code OK}.
 */
public final class LiveState {

  private static final int VALUE = 0;
  private static final int FOR = 1;
  private static final int AGAINST = 2;
  private static final int WRITTEN_AT = 3;
  private static final int DECAY_RATE = 4;
  private static final int REVISION = 5;
  private static final int SETTINGS_REVISION = 6;
  private static final int SCALE = 7;
  private static final int STATE = 8;
  // Behind it, once there was a vote:
  private static final int FOR_VOTES = 8;
  private static final int AGAINST_VOTES = 9;
  private static final int STATE_WITH_COUNTS = 10;
  // Behind those, while there is a round, what LiveRound reads.

  private static final Scale[] SCALES = Scale.values();

  private static final byte[] TOMBSTONE = "deleted".getBytes(StandardCharsets.US_ASCII);
  private static final VarHandle DOUBLE =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

  private static final byte[] NOTHING = {};

  /** Stands for a session whose server did not answer in time; {@code NO_SESSION}. */
  public static final LiveState UNREAD = new LiveState(NOTHING, 0);

  private final byte[] state;
  private final double now;

  private LiveState(byte[] state, double now) {
    this.state = state;
    this.now = now;
  }

  /** A state (null if there is none) at {@code now}, or at the time of its write if that is later. */
  public static LiveState at(double now, byte @Nullable [] written) {
    return new LiveState(written == null ? NOTHING : written, now);
  }

  /** Whether a server has answered, even if there is no such session. */
  public boolean isRead() {
    return this != UNREAD;
  }

  /** {@code OK}, {@code DELETED} or {@code NO_SESSION}. */
  public VoteStatus status() {
    if (state.length >= STATE * Double.BYTES) {
      return VoteStatus.OK;
    }
    return Arrays.equals(state, TOMBSTONE) ? VoteStatus.DELETED : VoteStatus.NO_SESSION;
  }

  /** The value that is shown, in [-100, 100]. */
  public double value() {
    double left = left();
    double pro = number(FOR) * left;
    double contra = number(AGAINST) * left;
    return DecayLaw.shown(scale(), number(VALUE) * left, pro - contra, pro + contra);
  }

  private Scale scale() {
    int number = (int) number(SCALE);
    return number < SCALES.length ? SCALES[number] : Scale.SUM; // one that a newer build added
  }

  /** The decayed sum of the weights of votes for, at least 0. */
  public double forTally() {
    return number(FOR) * left();
  }

  /** The decayed sum of the weights of votes against, at least 0. */
  public double againstTally() {
    return number(AGAINST) * left();
  }

  /** The time of the last write, in microseconds since 1970. */
  public double writtenAt() {
    return number(WRITTEN_AT);
  }

  /** The time from the last write to the instant: microseconds, at least 0. */
  public long microsSinceWritten() {
    return (long) Math.max(0, now - writtenAt());
  }

  /** The instant, in microseconds since 1970. */
  public double now() {
    return now;
  }

  /** λ in 1/s; 0 while the result of a round is shown. */
  public double decayRate() {
    return roundPhase() == Phase.FROZEN ? 0 : number(DECAY_RATE);
  }

  /** Grows with every write to the session. */
  public long revision() {
    return (long) number(REVISION);
  }

  /** Grows with settings, rotations and rounds. */
  public long settingsRevision() {
    return (long) number(SETTINGS_REVISION);
  }

  /** How many votes for have counted since the last reset, or since the round was opened. */
  public long forVotes() {
    return count(FOR_VOTES);
  }

  /** How many votes against have counted since the last reset, or since the round was opened. */
  public long againstVotes() {
    return count(AGAINST_VOTES);
  }

  /** The phase of the session's round. */
  public Phase roundPhase() {
    return LiveRound.phase(state, now);
  }

  /** The session's round; null if there is none, or it is over. */
  public @Nullable LiveRound round() {
    return LiveRound.of(state, now);
  }

  /**
   * Whether the round has progressed beyond the stored state, so that the library has to be called to decide or clear
   * it.
   */
  public boolean isRoundDue() {
    return LiveRound.isDue(state, now);
  }

  private long count(int number) {
    boolean counted = state.length >= STATE_WITH_COUNTS * Double.BYTES;
    return counted && roundPhase() != Phase.OVER ? (long) number(number) : 0;
  }

  private double left() {
    return switch (roundPhase()) {
      case NONE, OPEN -> DecayLaw.left(number(DECAY_RATE), now - writtenAt());
      case FROZEN ->
        DecayLaw.left(number(DECAY_RATE), Math.min(now, LiveRound.endsAt(state)) - writtenAt());
      case OVER -> 0;
    };
  }

  private double number(int number) {
    return number(state, number);
  }

  /** The double at a place, counted in doubles. */
  static double number(byte[] state, int number) {
    return (double) DOUBLE.get(state, number * Double.BYTES);
  }
}
