package dev.chatsway.redis.reading;

import dev.chatsway.redis.Status;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * One reading of a roster, as it came: the states as they were written, and the instant of Redis's clock to decay them to
 * (function {@code get_decayed_values} with {@code raw}; ADR 0003). They are read where they lie, and the law is followed
 * where somebody asks: most sessions of {@code chatsway.v2} clients are only looked at for their revision.
 *
 * <p>Index i is the roster's i-th session; only {@link #isRead} is defined for one that was not read.
 */
public final class DecayedValues {

  /** The version of the library and now, in microseconds: doubles, as all of it. */
  private static final int HEADER = 2 * Double.BYTES;

  private static final int VERSION = 0;
  private static final int NOW = Double.BYTES;

  // Behind it, for each session:
  private static final int VALUE = 0;
  private static final int FOR = 1;
  private static final int AGAINST = 2;
  private static final int WRITTEN_AT = 3;
  private static final int DECAY_RATE = 4;
  private static final int REVISION = 5;
  private static final int SETTINGS_REVISION = 6;
  private static final int SCALE = 7;
  private static final int FOR_VOTES = 8;
  private static final int AGAINST_VOTES = 9;
  private static final int STATE = 10 * Double.BYTES;

  // What stands in the place of the scale:
  private static final double SHARE = 1;
  private static final double DELETED = -2;
  private static final double UNREAD = -3;

  /** The weight of nobody in a share (contract, section 1). */
  private static final double SHARE_PRIOR = 3;

  /** The chunk of a call without an answer. */
  static final byte[] NONE = {};

  private static final VarHandle DOUBLE =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[][] chunks;
  private final Roster roster;

  DecayedValues(byte[][] chunks, Roster roster) {
    this.chunks = chunks;
    this.roster = roster;
  }

  /** Whether the server that has this session answered in time. */
  public boolean isRead(int i) {
    return chunks[roster.chunkOf(i)] != NONE && number(i, SCALE) != UNREAD;
  }

  /** In [-100, 100]. */
  public double value(int i) {
    if (number(i, SCALE) == SHARE) {
      double pro = forTally(i);
      double contra = againstTally(i);
      return 100 * (pro - contra) / (pro + contra + SHARE_PRIOR);
    }
    return number(i, VALUE) * left(i);
  }

  /** {@code OK}, {@code NO_SESSION} or {@code DELETED}. */
  public Status status(int i) {
    return status(chunks[roster.chunkOf(i)], roster.placeOf(i));
  }

  /** Grows with every write to the session. */
  public long revision(int i) {
    return (long) number(i, REVISION);
  }

  /** λ in 1/s. */
  public double decayRate(int i) {
    return number(i, DECAY_RATE);
  }

  /** Grows with settings and rotations. */
  public long settingsRevision(int i) {
    return (long) number(i, SETTINGS_REVISION);
  }

  /** Decayed sum of the weights of votes for. */
  public double forTally(int i) {
    return number(i, FOR) * left(i);
  }

  /** Decayed sum of the weights of votes against. */
  public double againstTally(int i) {
    return number(i, AGAINST) * left(i);
  }

  /** How many votes for have counted since the last reset. */
  public long forVotes(int i) {
    return (long) number(i, FOR_VOTES);
  }

  /** How many votes against have counted since the last reset. */
  public long againstVotes(int i) {
    return (long) number(i, AGAINST_VOTES);
  }

  /** How long before the reading the session was written last, by its server's clock: microseconds, at least 0. */
  public long microsSinceWritten(int i) {
    return (long) Math.max(0, elapsed(i));
  }

  private double elapsed(int i) {
    return (double) DOUBLE.get(chunks[roster.chunkOf(i)], NOW) - number(i, WRITTEN_AT);
  }

  /** The law of section 1 of the contract: e^(-λ·elapsed), elapsed time never below 0. */
  private double left(int i) {
    double elapsed = elapsed(i);
    double rate = number(i, DECAY_RATE);
    return elapsed > 0 && rate > 0 ? Math.exp(-rate * elapsed * 1e-6) : 1;
  }

  private double number(int i, int number) {
    return number(chunks[roster.chunkOf(i)], roster.placeOf(i), number);
  }

  /** The answer to a call for that many sessions, or null if it is something else. */
  static byte @Nullable [] chunk(Object reply, int sessions) {
    return reply instanceof byte[] raw && raw.length == HEADER + sessions * STATE ? raw : null;
  }

  /** The version of the library that answered. */
  static int version(byte[] chunk) {
    return (int) (double) DOUBLE.get(chunk, VERSION);
  }

  static Status status(byte[] chunk, int place) {
    double scale = number(chunk, place, SCALE);
    return scale >= 0 ? Status.OK : scale == DELETED ? Status.DELETED : Status.NO_SESSION;
  }

  /** A chunk whose sessions come one by one, none of them read yet; its now is that of {@code part}. */
  static byte[] unread(byte[] part, int sessions) {
    var chunk = new byte[HEADER + sessions * STATE];
    System.arraycopy(part, 0, chunk, 0, HEADER);
    for (int place = 0; place < sessions; place++) {
      DOUBLE.set(chunk, HEADER + place * STATE + SCALE * Double.BYTES, UNREAD);
    }
    return chunk;
  }

  /** Puts the sessions of {@code part} to where they belong: as much older by the chunk's now as they were by the part's. */
  static void put(byte[] part, byte[] chunk, int first) {
    double later = (double) DOUBLE.get(chunk, NOW) - (double) DOUBLE.get(part, NOW);
    System.arraycopy(part, HEADER, chunk, HEADER + first * STATE, part.length - HEADER);
    for (int at = HEADER + first * STATE + WRITTEN_AT * Double.BYTES,
            end = at + part.length - HEADER;
        at < end;
        at += STATE) {
      DOUBLE.set(chunk, at, (double) DOUBLE.get(chunk, at) + later);
    }
  }

  private static double number(byte[] chunk, int place, int number) {
    return (double) DOUBLE.get(chunk, HEADER + place * STATE + number * Double.BYTES);
  }
}
