package dev.chatsway.redis.reading;

import dev.chatsway.redis.Status;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * One reading of a roster, as it came: eight little-endian doubles a session, in the order of the function library's array,
 * read where they lie. Index i is the roster's i-th session.
 */
public final class DecayedValues {

  static final int BYTES = 64;
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

  private double number(int i, int place) {
    return (double) DOUBLE.get(chunks[i / chunk], i % chunk * BYTES + place * Double.BYTES);
  }
}
