package dev.chatsway.redis.reading;

import dev.chatsway.redis.Status;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * One reading of a roster, as it came: ten little-endian doubles a session, in the order of the function library's array
 * and behind it the counts, read where they lie. Index i is the roster's i-th session.
 */
public final class DecayedValues {

  static final int BYTES = 80;
  static final int BYTES_WITHOUT_COUNTS = 64;
  private static final VarHandle DOUBLE =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[][] chunks;
  private final int chunk;

  DecayedValues(byte[][] chunks, int chunk) {
    this.chunks = chunks;
    this.chunk = chunk;
  }

  /** In [-100, 100]. */
  public double value(int i) {
    return number(i, 0);
  }

  /** The version of the library that answered. */
  int libraryVersion(int i) {
    return (int) number(i, 1);
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

  /** What a library before version 4 answered, with counts of 0 put in. */
  static byte[] widened(byte[] packed) {
    int sessions = packed.length / BYTES_WITHOUT_COUNTS;
    var wide = new byte[sessions * BYTES];
    for (int i = 0; i < sessions; i++) {
      System.arraycopy(packed, i * BYTES_WITHOUT_COUNTS, wide, i * BYTES, BYTES_WITHOUT_COUNTS);
    }
    return wide;
  }

  private double number(int i, int place) {
    return (double) DOUBLE.get(chunks[i / chunk], i % chunk * BYTES + place * Double.BYTES);
  }
}
