package dev.chatsway.redis.reading;

import dev.chatsway.redis.Status;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * One reading of a roster, as it came: ten little-endian doubles a session, in the order of the function library's array
 * and behind it the counts, read where they lie. Index i is the roster's i-th session; only {@link #isRead} is defined for one that was not read.
 */
public final class DecayedValues {

  static final int BYTES = 80;
  static final int BYTES_WITHOUT_COUNTS = 64;

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
    byte[] chunk = chunks[roster.chunkOf(i)];
    return chunk != NONE && version(chunk, roster.placeOf(i)) > 0;
  }

  /** In [-100, 100]. */
  public double value(int i) {
    return number(i, 0);
  }

  /** {@code OK}, {@code NO_SESSION} or {@code DELETED}. */
  public Status status(int i) {
    return Status.at((int) number(i, 2));
  }

  /** Grows with every write to the session. */
  public long revision(int i) {
    return (long) number(i, 3);
  }

  /** λ in 1/s. */
  public double decayRate(int i) {
    return number(i, 4);
  }

  /** Grows with settings and rotations. */
  public long settingsRevision(int i) {
    return (long) number(i, 5);
  }

  /** Decayed sum of the weights of votes for. */
  public double forTally(int i) {
    return number(i, 6);
  }

  /** Decayed sum of the weights of votes against. */
  public double againstTally(int i) {
    return number(i, 7);
  }

  /** How many votes for have counted since the last reset. */
  public long forVotes(int i) {
    return (long) number(i, 8);
  }

  /** How many votes against have counted since the last reset. */
  public long againstVotes(int i) {
    return (long) number(i, 9);
  }

  /** The answer to a call for that many sessions, or null if it is something else. */
  static byte @Nullable [] packed(Object reply, int sessions) {
    if (!(reply instanceof byte[] packed)) {
      return null;
    }
    if (packed.length == sessions * BYTES) {
      return packed;
    }
    // its version then says that it has to be replaced
    return packed.length == sessions * BYTES_WITHOUT_COUNTS ? widened(packed) : null;
  }

  /** What a library before version 4 answered, with counts of 0 put in. */
  private static byte[] widened(byte[] packed) {
    int sessions = packed.length / BYTES_WITHOUT_COUNTS;
    var wide = new byte[sessions * BYTES];
    for (int i = 0; i < sessions; i++) {
      System.arraycopy(packed, i * BYTES_WITHOUT_COUNTS, wide, i * BYTES, BYTES_WITHOUT_COUNTS);
    }
    return wide;
  }

  private double number(int i, int number) {
    return number(chunks[roster.chunkOf(i)], roster.placeOf(i), number);
  }

  /** The version of the library that answered; 0 where nothing answered. */
  static int version(byte[] chunk, int place) {
    return (int) number(chunk, place, 1);
  }

  static Status status(byte[] chunk, int place) {
    return Status.at((int) number(chunk, place, 2));
  }

  private static double number(byte[] chunk, int place, int number) {
    return (double) DOUBLE.get(chunk, place * BYTES + number * Double.BYTES);
  }
}
