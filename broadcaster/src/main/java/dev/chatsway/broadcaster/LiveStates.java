package dev.chatsway.broadcaster;

/**
 * One reading of all sessions of a roster, in columns: {@code i} is a session's place in the roster's list. Nothing is
 * allocated per session; a number may be parsed when it is asked for. Only {@link #state} is defined for a session that
 * is not {@link State#LIVE}. An answer that cannot be parsed throws, and that one session is then degraded.
 */
public interface LiveStates {
  State state(int i);

  /** The value at the time of the reading, in [-100, 100]. */
  double value(int i);

  /** The decayed sum of the weights of the votes for, at least 0. */
  double forTally(int i);

  /** The decayed sum of the weights of the votes against, at least 0. */
  double againstTally(int i);

  /** How many votes for have counted since the last reset. */
  long forVotes(int i);

  /** How many votes against have counted since the last reset. */
  long againstVotes(int i);

  /** λ in 1/s. */
  double decayRate(int i);

  /** Grows with every write to the session. */
  long revision(int i);

  /** How long before the reading the session was written last, by the clock of Redis: microseconds, at least 0. */
  long microsSinceWritten(int i);

  /** Grows with changes of settings and rotations only. */
  long settingsRevision(int i);

  /** How far the session's round has come. */
  RoundPhase roundPhase(int i);

  /** What clients are told of a round that is open or has ended, a JSON object. */
  String round(int i);

  /** Whether time has ended the session's round, or its result, and the store was not told yet. */
  boolean isRoundDue(int i);

  /** How far a round has come. */
  enum RoundPhase {
    /** There is no round. */
    NONE,
    OPEN,
    /** Its result is shown. */
    ENDED
  }

  /** What Redis knows of a session. */
  enum State {
    LIVE,
    /** No such session: Redis has lost it, or a replica does not have it yet. */
    MISSING,
    /** A tombstone: the session was deleted on purpose and will not come back. */
    DELETED
  }
}
