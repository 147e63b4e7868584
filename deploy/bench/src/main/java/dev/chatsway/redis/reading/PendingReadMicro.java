package dev.chatsway.redis.reading;

import dev.chatsway.redis.SessionKeys;
import dev.chatsway.session.LiveState;
import dev.chatsway.session.VoteStatus;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Both ends of a tick's read on our side, 10,000 sessions each; in this package, since an answer is nobody else's. */
@State(Scope.Benchmark)
public class PendingReadMicro {

  private static final int SESSIONS = 10_000;
  private static final int CHUNK = 250;
  private static final double NOW = 1.8e15;

  private List<SessionKeys> keys =
      Stream.generate(() -> SessionKeys.of(UUID.randomUUID())).limit(SESSIONS).toList();
  private byte[][] states =
      Stream.generate(PendingReadMicro::state).limit(SESSIONS).toArray(byte[][]::new);

  private static byte[] state() {
    var state = ByteBuffer.allocate(10 * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (double number : new double[] {12.34, 3.1, 1.9, NOW - 2e6, 0.2, 7, 1, 0, 120, 80}) {
      state.putDouble(number);
    }
    return state.array();
  }

  /** An answer looked through as a Broadcaster does: state, value, revision and settings of every session. */
  @Benchmark
  public double parse() {
    double sum = 0;
    for (byte[] written : states) {
      var state = LiveState.at(NOW, written);
      sum += (state.isRead() && state.status() == VoteStatus.OK ? 1 : 0)
          + state.value()
          + state.revision()
          + state.settingsRevision();
    }
    return sum;
  }

  /** What is done when a session comes or goes: the calls are made anew. */
  @Benchmark
  public ReadPlan roster() {
    return new ReadPlan(keys, CHUNK, false);
  }
}
