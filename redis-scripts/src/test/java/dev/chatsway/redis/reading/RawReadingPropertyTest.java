package dev.chatsway.redis.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chatsway.redis.RedisServer;
import dev.chatsway.redis.Reply;
import dev.chatsway.redis.SessionKeys;
import dev.chatsway.redis.Status;
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

/** What is decayed here from a raw reading is what the function library would have said at that instant. */
final class RawReadingPropertyTest {
  private static final RedisServer REDIS = RedisServer.start();
  private static final double SLACK = 1e-9;

  @BeforeContainer
  static void loadLibrary() {
    try (var calls = REDIS.calls()) {
      calls.probe().toCompletableFuture().join();
    }
  }

  @AfterContainer
  static void stop() {
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

    byte[] raw = ask(keys, "raw");
    Reply library = Reply.of(
        REDIS.client().fcallReadonly(ascii("get_decayed_value"), List.of(keys.live()), List.of()));
    DecayedValues values = values(raw, keys);
    DecayedValues after = values(ask(keys, "raw"), keys);

    // the library was asked between the two, and the value goes to 0 all the time
    assertThat(Math.abs(library.value()))
        .isBetween(Math.abs(after.value(0)) - SLACK, Math.abs(values.value(0)) + SLACK);
    double exactly = decayed(raw, rate, now - agoMicros);
    double expected =
        share ? 100 * (pro - contra) * exactly / ((pro + contra) * exactly + 3) : value * exactly;
    assertThat(values.value(0)).isCloseTo(expected, within(SLACK));
    assertThat(values.forTally(0)).isCloseTo(pro * exactly, within(SLACK));
    assertThat(values.againstTally(0)).isCloseTo(contra * exactly, within(SLACK));
    assertThat(values.status(0)).isEqualTo(Status.OK);
    assertThat(values.revision(0)).isEqualTo(library.revision());
    assertThat(values.settingsRevision(0)).isEqualTo(library.settingsRevision());
    assertThat(values.decayRate(0)).isEqualTo(rate);
    assertThat(DecayedValues.version(raw)).isEqualTo(library.libraryVersion());
  }

  @Property(tries = 20)
  void partsThatCameApartAreAsOldAsTheyWere(
      @ForAll @DoubleRange(max = 10) double rate,
      @ForAll @LongRange(min = 1, max = 60_000_000) long agoMicros) {
    SessionKeys first = SessionKeys.of(UUID.randomUUID());
    SessionKeys second = SessionKeys.of(UUID.randomUUID());
    double now = System.currentTimeMillis() * 1e3;
    for (SessionKeys each : List.of(first, second)) {
      REDIS.client().set(each.live(), state(50, 1, 2, now - agoMicros, rate, 7, 3, 0));
    }
    byte[] one = ask(first, "raw");
    byte[] other = ask(second, "raw");

    byte[] chunk = DecayedValues.unread(one, 3);
    DecayedValues.put(other, chunk, 2);
    var values = new DecayedValues(
        new byte[][] {chunk},
        new Roster(List.of(first, SessionKeys.of(UUID.randomUUID()), second), 3, false));

    assertThat(values.isRead(0)).isFalse();
    assertThat(values.isRead(1)).isFalse();
    assertThat(values.isRead(2)).isTrue();
    assertThat(values.value(2)).isCloseTo(values(other, second).value(0), within(SLACK));
  }

  @Example
  void whatIsNotThereAndWhatWasDeletedAreToldApart() {
    SessionKeys missing = SessionKeys.of(UUID.randomUUID());
    SessionKeys gone = SessionKeys.of(UUID.randomUUID());
    REDIS.client().set(gone.live(), ascii("deleted"));

    assertThat(values(ask(missing, "raw"), missing).status(0)).isEqualTo(Status.NO_SESSION);
    assertThat(values(ask(gone, "raw"), gone).status(0)).isEqualTo(Status.DELETED);
  }

  private static double decayed(byte[] raw, double rate, double writtenAt) {
    double now = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).getDouble(Double.BYTES);
    return Math.exp(-rate * Math.max(0, now - writtenAt) * 1e-6);
  }

  private static DecayedValues values(byte[] raw, SessionKeys keys) {
    byte[] chunk = DecayedValues.chunk(raw, 1);
    assertThat(chunk).isNotNull();
    return new DecayedValues(new byte[][] {raw}, new Roster(List.of(keys), 1, false));
  }

  private static byte[] ask(SessionKeys keys, String form) {
    return (byte[]) REDIS
        .client()
        .fcallReadonly(ascii("get_decayed_values"), List.of(keys.live()), List.of(ascii(form)));
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
