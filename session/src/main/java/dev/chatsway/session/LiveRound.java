package dev.chatsway.session;

import dev.chatsway.session.json.StringEnum;
import org.jspecify.annotations.Nullable;

/**
 * The round in a session's live state ({@code ROUND} in chatsway.lua), at one moment. Times are Redis's, in
 * microseconds since 1970; durations are in microseconds.
 *
 * @param number counts the session's rounds from 1
 * @param phase {@code OPEN} or {@code FROZEN}
 * @param openedAt when it was opened
 * @param endsAt when it ends or has ended; 0 if that is unknown
 * @param ending why it ends then
 * @param shownUntil until when its result is shown; 0 if its end is unknown
 * @param winAt the value that wins when held, in (0, 100]; 0 if holding does not win
 * @param holdMicros how long it has to be held
 * @param heldSince since when one side has held it; 0 if none does
 * @param outcome null until it is decided
 */
public record LiveRound(
    long number,
    Phase phase,
    double openedAt,
    double endsAt,
    Ending ending,
    double shownUntil,
    double winAt,
    double holdMicros,
    double heldSince,
    @Nullable Outcome outcome) {

  /** The phase of a session's round. */
  public enum Phase implements StringEnum {
    /** There is no round. */
    NONE,
    /** Votes count. */
    OPEN,
    /** It has ended; votes do not count while its result is shown. */
    FROZEN,
    /** The session is neutral again, although nothing has been written since. */
    OVER
  }

  /** Why a round ends; in the order of ENDINGS in chatsway.lua. */
  public enum Ending implements StringEnum {
    TIMER,
    /** One side held the value long enough. */
    HOLD,
    /** It was closed by hand. */
    HAND
  }

  /** Who won; in the order of OUTCOMES in chatsway.lua. */
  public enum Outcome implements StringEnum {
    FOR,
    AGAINST,
    TIE,
    /** There were no votes. */
    NONE
  }

  // Places in the state, in doubles.
  private static final int NUMBER = 10;
  private static final int OPENED_AT = 11;
  private static final int ENDS_AT = 13;
  private static final int ENDING = 14;
  private static final int RESULT_MICROS = 15;
  private static final int WIN_AT = 16;
  private static final int HOLD_MICROS = 17;
  private static final int HELD_SINCE = 18;
  private static final int OUTCOME = 19;
  private static final int STATE_WITH_ROUND = 20;

  /** Returns the round of a live state at {@code now}; null if there is none, or it is over. */
  static @Nullable LiveRound of(byte[] state, double now) {
    Phase phase = phase(state, now);
    if (phase == Phase.NONE || phase == Phase.OVER) {
      return null;
    }
    double endsAt = endsAt(state);
    int outcome = (int) LiveState.number(state, OUTCOME);
    return new LiveRound(
        (long) LiveState.number(state, NUMBER),
        phase,
        LiveState.number(state, OPENED_AT),
        endsAt,
        Ending.values()[(int) LiveState.number(state, ENDING) - 1],
        endsAt == 0 ? 0 : endsAt + LiveState.number(state, RESULT_MICROS),
        LiveState.number(state, WIN_AT),
        LiveState.number(state, HOLD_MICROS),
        LiveState.number(state, HELD_SINCE),
        outcome == 0 ? null : Outcome.values()[outcome - 1]);
  }

  /** The phase of a live state's round at {@code now}. A decided round has ended, whatever the clock says. */
  static Phase phase(byte[] state, double now) {
    if (state.length < STATE_WITH_ROUND * Double.BYTES) {
      return Phase.NONE;
    }
    double endsAt = endsAt(state);
    if (!isDecided(state) && (endsAt == 0 || now < endsAt)) {
      return Phase.OPEN;
    }
    return now < endsAt + LiveState.number(state, RESULT_MICROS) ? Phase.FROZEN : Phase.OVER;
  }

  /**
   * Whether the round has progressed beyond the stored state, so that the library has to be called to decide or clear
   * it.
   */
  static boolean isDue(byte[] state, double now) {
    return switch (phase(state, now)) {
      case NONE, OPEN -> false;
      case FROZEN -> !isDecided(state);
      case OVER -> true;
    };
  }

  static double endsAt(byte[] state) {
    return LiveState.number(state, ENDS_AT);
  }

  private static boolean isDecided(byte[] state) {
    return LiveState.number(state, OUTCOME) != 0;
  }
}
