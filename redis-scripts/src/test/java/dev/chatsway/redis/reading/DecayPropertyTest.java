package dev.chatsway.redis.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chatsway.redis.CallMetrics;
import dev.chatsway.redis.RedisHealth;
import dev.chatsway.redis.RedisServer;
import dev.chatsway.redis.Reply;
import dev.chatsway.redis.SessionKeys;
import dev.chatsway.session.LiveState;
import dev.chatsway.session.VoteStatus;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** What is decayed here from a state as it was written is what the function library would have said at that instant. */
final class DecayPropertyTest {
  private static final RedisServer REDIS = RedisServer.start();
  private static final SimpleMeterRegistry METRICS = new SimpleMeterRegistry();
  private static final LiveStateReader READER =
      new LiveStateReader(REDIS.settings(), new RedisHealth(METRICS), new CallMetrics(METRICS));
  private static final double SLACK = 1e-9;

  @BeforeContainer
  static void loadLibrary() {
    try (var calls = REDIS.calls()) {
      calls.probe().toCompletableFuture().join();
    }
  }

  @AfterContainer
  static void stop() {
    READER.close();
    REDIS.close();
  }

  @Property(tries = 300)
  void theLawIsTheSameOnEitherSide(
      @ForAll @DoubleRange(min = -100, max = 100) double value,
      @ForAll @DoubleRange(max = 1_000) double pro,
      @ForAll @DoubleRange(max = 1_000) double contra,
      @ForAll @DoubleRange(max = 10) double rate,
      @ForAll @LongRange(min = -5_000_000, max = 60_000_000) long agoMicros,
      @ForAll boolean share) {
    SessionKeys keys = SessionKeys.of(UUID.randomUUID());
    double now = System.currentTimeMillis() * 1e3;
    REDIS
        .client()
        .set(keys.live(), state(value, pro, contra, now - agoMicros, rate, 7, 3, share ? 1 : 0));

    List<LiveState> values = read(keys);
    Reply library = Reply.of(
        REDIS.client().fcallReadonly(ascii("get_decayed_value"), List.of(keys.live()), List.of()));
    List<LiveState> after = read(keys);

    // the library was asked between the two, and the value goes to 0 all the time
    assertThat(Math.abs(library.value()))
        .isBetween(
            Math.abs(after.get(0).value()) - SLACK, Math.abs(values.get(0).value()) + SLACK);
    assertThat(library.forTally())
        .isBetween(after.get(0).forTally() - SLACK, values.get(0).forTally() + SLACK);
    assertThat(library.againstTally())
        .isBetween(after.get(0).againstTally() - SLACK, values.get(0).againstTally() + SLACK);
    assertThat(values.get(0).status()).isEqualTo(VoteStatus.OK);
    assertThat(values.get(0).revision()).isEqualTo(library.revision());
    assertThat(values.get(0).settingsRevision()).isEqualTo(library.settingsRevision());
    assertThat(values.get(0).decayRate()).isEqualTo(rate);
  }

  @Property(tries = 300)
  void theLawIsExact(
      @ForAll @DoubleRange(min = -100, max = 100) double value,
      @ForAll @DoubleRange(max = 1_000) double pro,
      @ForAll @DoubleRange(max = 1_000) double contra,
      @ForAll @DoubleRange(max = 10) double rate,
      @ForAll @LongRange(min = -5_000_000, max = 60_000_000) long agoMicros,
      @ForAll boolean share) {
    double now = 1.8e15;
    byte[] state = state(value, pro, contra, now - agoMicros, rate, 7, 3, share ? 1 : 0);
    var values = List.of(LiveState.at(now, state));

    double left = Math.exp(-rate * Math.max(0, agoMicros) * 1e-6);
    double expected =
        share ? 100 * (pro - contra) * left / ((pro + contra) * left + 3) : value * left;
    assertThat(values.get(0).value()).isCloseTo(expected, within(SLACK));
    assertThat(values.get(0).forTally()).isCloseTo(pro * left, within(SLACK));
    assertThat(values.get(0).againstTally()).isCloseTo(contra * left, within(SLACK));
  }

  @Example
  void whatIsNotThereAndWhatWasDeletedAreToldApart() {
    SessionKeys missing = SessionKeys.of(UUID.randomUUID());
    SessionKeys gone = SessionKeys.of(UUID.randomUUID());
    REDIS.client().set(gone.live(), ascii("deleted"));

    assertThat(read(missing).get(0).status()).isEqualTo(VoteStatus.NO_SESSION);
    assertThat(read(gone).get(0).status()).isEqualTo(VoteStatus.DELETED);
  }

  private static List<LiveState> read(SessionKeys keys) {
    return READER.read(READER.roster(List.of(keys))).toCompletableFuture().join();
  }

  private static byte[] state(double... numbers) {
    var state = ByteBuffer.allocate(numbers.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (double number : numbers) {
      state.putDouble(number);
    }
    return state.array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
