package dev.chatsway.redis.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.redis.SessionKeys;
import dev.chatsway.session.LiveState;
import dev.chatsway.session.VoteStatus;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PendingReadTest {

  private static final double NOW = 1.8e15;

  private final ReadPlan roster = new ReadPlan(
      Stream.generate(() -> SessionKeys.of(UUID.randomUUID())).limit(5).toList(), 3, false);
  private final PendingRead reading = new PendingRead(roster);

  @Test
  void sessionsThatCameApartAreAsOldAsTheyWere() {
    ReadBatch first = roster.batches().get(0);
    reading.put(first.only(0), List.of(state(NOW - 1e6)), NOW);
    reading.put(first.only(2), Collections.singletonList(null), NOW);
    reading.put(roster.batches().get(1), List.of(state(NOW), state(NOW)), NOW + 2e6);
    reading.begun();

    List<LiveState> values = reading.values().toCompletableFuture().join();
    assertThat(values.get(0).value()).isEqualTo(50 * Math.exp(-1));
    assertThat(values.get(1).isRead()).isFalse();
    assertThat(values.get(2).isRead()).isTrue();
    assertThat(values.get(2).status()).isEqualTo(VoteStatus.NO_SESSION);
    assertThat(values.get(3).value()).isEqualTo(50 * Math.exp(-2));
    assertThat(values.get(4).value()).isEqualTo(50 * Math.exp(-2));
  }

  @Test
  void whatComesAfterTheEndChangesNothing() {
    reading.put(roster.batches().get(1), List.of(state(NOW), state(NOW)), NOW);
    reading.begun();
    List<LiveState> values = reading.values().toCompletableFuture().join();

    reading.put(roster.batches().get(1), List.of(state(NOW), state(NOW)), NOW + 9e6);

    assertThat(values.get(3).value()).isEqualTo(50);
  }

  private static byte[] state(double writtenAt) {
    var state = ByteBuffer.allocate(8 * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (double number : new double[] {50, 1, 2, writtenAt, 1, 7, 3, 0}) {
      state.putDouble(number);
    }
    return state.array();
  }
}
