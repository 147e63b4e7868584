package dev.chatsway.redis.reading;

import dev.chatsway.redis.SessionKeys;
import dev.chatsway.redis.Status;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Both ends of a tick's read on our side, 10,000 sessions each; in this package, since a raw answer is nobody else's. */
@State(Scope.Benchmark)
public class ReadingMicro {

  private static final int SESSIONS = 10_000;
  private static final int CHUNK = 250;

  private List<SessionKeys> keys =
      Stream.generate(() -> SessionKeys.of(UUID.randomUUID())).limit(SESSIONS).toList();
  private Roster prepared = roster();
  private byte[][] raw =
      IntStream.range(0, SESSIONS / CHUNK).mapToObj(chunk -> answer()).toArray(byte[][]::new);

  private static byte[] answer() {
    double now = 1.8e15;
    var answer = ByteBuffer.allocate((2 + CHUNK * 10) * Double.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putDouble(5)
        .putDouble(now);
    for (int i = 0; i < CHUNK; i++) {
      for (double number : new double[] {12.34, 3.1, 1.9, now - 2e6, 0.2, 7, 1, 0, 120, 80}) {
        answer.putDouble(number);
      }
    }
    return answer.array();
  }

  /** An answer looked through as a Broadcaster does: state, value, revision and settings of every session. */
  @Benchmark
  public double parse() {
    var values = new DecayedValues(raw, prepared);
    double sum = 0;
    for (int i = 0; i < SESSIONS; i++) {
      sum += (values.isRead(i) && values.status(i) == Status.OK ? 1 : 0)
          + values.value(i)
          + values.revision(i)
          + values.settingsRevision(i);
    }
    return sum;
  }

  /** What is done when a session comes or goes: the calls are made anew. */
  @Benchmark
  public Roster roster() {
    return new Roster(keys, CHUNK, false);
  }
}
