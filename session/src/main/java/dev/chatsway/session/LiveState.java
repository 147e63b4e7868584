package dev.chatsway.session;

import dev.chatsway.session.LiveRound.Phase;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The live state of a session as the function library writes it ({@code STATE} and {@code COUNTS} in chatsway.lua; the key is
 * kept by the redis-scripts module), read where it lies: little-endian doubles. Numbers that a later library adds come behind these.
 *
 * <p>The law of section 1 of docs/interface.md is followed from the time of the write, which stands in the state, to a time
 * that is given: both are Redis's, in microseconds since 1970. While the result of a round is shown time stands still, and after
 * that the session is neutral.
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

  private LiveState() {}

  /** {@code OK}, {@code DELETED} or {@code NO_SESSION}; the numbers below are only there for the first. */
  public static VoteStatus status(byte[] state) {
    if (state.length >= STATE * Double.BYTES) {
      return VoteStatus.OK;
    }
    return Arrays.equals(state, TOMBSTONE) ? VoteStatus.DELETED : VoteStatus.NO_SESSION;
  }

  /** What is shown at {@code now}, in [-100, 100]. */
  public static double value(byte[] state, double now) {
    double left = left(state, now);
    double pro = number(state, FOR) * left;
    double contra = number(state, AGAINST) * left;
    return DecayLaw.shown(scale(state), number(state, VALUE) * left, pro - contra, pro + contra);
  }

  private static Scale scale(byte[] state) {
    int number = (int) number(state, SCALE);
    return number < SCALES.length ? SCALES[number] : Scale.SUM; // one that a newer build added
  }

  /** The sum of the weights of votes for, decayed to {@code now}. */
  public static double forTally(byte[] state, double now) {
    return number(state, FOR) * left(state, now);
  }

  /** The sum of the weights of votes against, decayed to {@code now}. */
  public static double againstTally(byte[] state, double now) {
    return number(state, AGAINST) * left(state, now);
  }

  /** When it was written, in microseconds since 1970. */
  public static double writtenAt(byte[] state) {
    return number(state, WRITTEN_AT);
  }

  /** λ in 1/s at {@code now}; 0 while the result of a round is shown. */
  public static double decayRate(byte[] state, double now) {
    return LiveRound.phase(state, now) == Phase.FROZEN ? 0 : number(state, DECAY_RATE);
  }

  /** Grows with every write to the session. */
  public static long revision(byte[] state) {
    return (long) number(state, REVISION);
  }

  /** Grows with settings and rotations. */
  public static long settingsRevision(byte[] state) {
    return (long) number(state, SETTINGS_REVISION);
  }

  /** How many votes for have counted since the last reset, or since the round was opened. */
  public static long forVotes(byte[] state, double now) {
    return count(state, FOR_VOTES, now);
  }

  /** How many votes against have counted since the last reset, or since the round was opened. */
  public static long againstVotes(byte[] state, double now) {
    return count(state, AGAINST_VOTES, now);
  }

  private static long count(byte[] state, int number, double now) {
    boolean counted = state.length >= STATE_WITH_COUNTS * Double.BYTES;
    return counted && LiveRound.phase(state, now) != Phase.OVER ? (long) number(state, number) : 0;
  }

  private static double left(byte[] state, double now) {
    return switch (LiveRound.phase(state, now)) {
      case NONE, OPEN -> DecayLaw.left(number(state, DECAY_RATE), now - writtenAt(state));
      case FROZEN ->
        DecayLaw.left(
            number(state, DECAY_RATE), Math.min(now, LiveRound.endsAt(state)) - writtenAt(state));
      case OVER -> 0;
    };
  }

  /** The double at a place, counted in doubles. */
  static double number(byte[] state, int number) {
    return (double) DOUBLE.get(state, number * Double.BYTES);
  }
}
