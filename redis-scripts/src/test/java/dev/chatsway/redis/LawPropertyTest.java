package dev.chatsway.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chatsway.session.LiveState;
import dev.chatsway.session.Scale;
import dev.chatsway.session.VoteStatus;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * The law of section 1 of the contract, as chatsway.lua keeps it on a real Redis, against a plain model. Time is the only
 * thing that is not real: the library's one reading of the clock is replaced by a key that the test sets.
 */
final class LawPropertyTest {

  private static final RedisServer REDIS = RedisServer.start();
  private static SettableClock clock;
  private static final double START_MICROS = 1.8e15;

  /** One event of a history: some time passes, then a vote comes. */
  record Step(long microsLater, boolean isFor, double weight) {}

  @BeforeContainer
  static void loadLibraryWithSettableClock() {
    clock = SettableClock.on(REDIS);
  }

  @AfterContainer
  static void stop() {
    REDIS.close();
  }

  @Property(tries = 150)
  void everyHistoryEndsWhereTheModelEnds(
      @ForAll("histories") List<Step> history,
      @ForAll("rates") double rate,
      @ForAll("deltas") double delta,
      @ForAll Scale scale) {
    UUID id = created(scale.wire(), delta, rate);
    var model = new Model(rate, delta);
    double now = START_MICROS;

    for (Step step : history) {
      now += step.microsLater();
      model.passed(step.microsLater());
      model.vote(step.isFor(), step.weight());
      Reply reply = vote(id, now, step);

      assertThat(reply.status()).isEqualTo(VoteStatus.OK);
      assertThat(reply.value()).isCloseTo(model.shown(scale), within(1e-6));
      assertThat(reply.forTally()).isCloseTo(model.pro, within(1e-6));
      assertThat(reply.againstTally()).isCloseTo(model.contra, within(1e-6));
      assertThat(reply.value()).isBetween(-100.0, 100.0);
    }
  }

  @Property(tries = 100)
  void swappingTheSidesOfAHistoryFlipsTheSignAndNothingElse(
      @ForAll("histories") List<Step> history, @ForAll("rates") double rate, @ForAll Scale scale) {
    UUID one = created(scale.wire(), 10, rate);
    UUID mirrored = created(scale.wire(), 10, rate);
    double now = START_MICROS;

    for (Step step : history) {
      now += step.microsLater();
      Reply reply = vote(one, now, step);
      Reply mirror =
          vote(mirrored, now, new Step(step.microsLater(), !step.isFor(), step.weight()));

      assertThat(mirror.value()).isEqualTo(-reply.value());
      assertThat(mirror.forTally()).isEqualTo(reply.againstTally());
    }
  }

  @Property(tries = 100)
  void decayingInManyStepsIsDecayingInOneAndAlwaysTowardsZero(
      @ForAll("histories") List<Step> history,
      @ForAll("rates") double rate,
      @ForAll("pauses") List<Long> pauses) {
    UUID inOne = created("sum", 10, rate);
    UUID inMany = created("sum", 10, rate);
    double now = START_MICROS;
    for (Step step : history) {
      now += step.microsLater();
      vote(inOne, now, step);
      vote(inMany, now, step);
    }
    Reply before = read(inMany, now);

    for (long pause : pauses) {
      now += pause;
      rewrite(inMany, now);
      Reply after = read(inMany, now);
      assertThat(Math.abs(after.value())).isLessThanOrEqualTo(Math.abs(before.value()));
      assertThat(after.value() * before.value()).isNotNegative();
      before = after;
    }

    assertThat(before.value()).isCloseTo(read(inOne, now).value(), within(1e-9));
    assertThat(before.forTally()).isCloseTo(read(inOne, now).forTally(), within(1e-9));
  }

  @Property(tries = 50)
  void aClockThatWentBackMovesNothingAwayFromZero(
      @ForAll("histories") List<Step> history, @ForAll("rates") double rate) {
    UUID id = created("sum", 10, rate);
    double now = START_MICROS;
    for (Step step : history) {
      now += step.microsLater();
      vote(id, now, step);
    }
    double value = read(id, now).value();

    assertThat(read(id, now - 2e6).value()).isEqualTo(value);
  }

  @Property(tries = 50)
  void oneReadingOfManySaysWhatSingleOnesSay(
      @ForAll("histories") List<Step> history, @ForAll("rates") double rate, @ForAll Scale scale) {
    UUID id = created(scale.wire(), 10, rate);
    double now = START_MICROS;
    for (Step step : history) {
      now += step.microsLater();
      vote(id, now, step);
    }
    clock.set(now + 100_000);
    byte[] state = REDIS.client().get(SessionKeys.of(id).live());
    assertThat(LiveState.at(now + 100_000, state).value())
        .isCloseTo(read(id, now + 100_000).value(), within(1e-9));
    byte[] live = SessionKeys.of(id).live();
    byte[] missing = SessionKeys.of(UUID.randomUUID()).live();

    var arrays = (List<?>) REDIS
        .client()
        .fcallReadonly(ascii("get_decayed_values"), List.of(missing, live), List.of());

    assertThat(Reply.of(arrays.get(0)).status()).isEqualTo(VoteStatus.NO_SESSION);
    assertThat(Reply.of(arrays.get(1))).isEqualTo(read(id, now + 100_000));
  }

  @Example
  void oneReadingMayBeOfAnyNumber() {
    byte[] live = SessionKeys.of(created("sum", 10, 0.2)).live();

    var arrays = (List<?>) REDIS
        .client()
        .fcallReadonly(ascii("get_decayed_values"), Collections.nCopies(20_000, live), List.of());

    assertThat(arrays).hasSize(20_000);
    assertThat(Reply.of(arrays.get(19_999)).status()).isEqualTo(VoteStatus.OK);
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    Arbitrary<Long> times = Arbitraries.longs().between(0, 5_000_000);
    Arbitrary<Double> weights = Arbitraries.of(1.0, 1.0, 1.0, 0.0, 0.5, 2.5, 100.0);
    return Combinators.combine(times, Arbitraries.of(true, false), weights)
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(12);
  }

  @Provide
  Arbitrary<Double> rates() {
    return Arbitraries.doubles().between(0, 10).ofScale(3);
  }

  @Provide
  Arbitrary<Double> deltas() {
    return Arbitraries.doubles().between(0.1, 100).ofScale(2);
  }

  @Provide
  Arbitrary<List<Long>> pauses() {
    return Arbitraries.longs().between(0, 3_000_000).list().ofMinSize(1).ofMaxSize(8);
  }

  private static UUID created(String scale, double delta, double rate) {
    clock.set(START_MICROS);
    UUID id = UUID.randomUUID();
    SessionKeys keys = SessionKeys.of(id);
    Object reply = REDIS
        .client()
        .fcall(
            ascii("create_session"),
            List.of(keys.live(), keys.session()),
            List.of(
                ascii("1"),
                ascii("settings"),
                ascii(Sample.fields(scale, delta, rate, 0, 0, false).get("settings"))));
    assertThat(Reply.of(reply).status()).isEqualTo(VoteStatus.OK);
    return id;
  }

  private static Reply vote(UUID id, double now, Step step) {
    clock.set(now);
    SessionKeys keys = SessionKeys.of(id);
    return Reply.of(REDIS
        .client()
        .fcall(
            ascii("apply_vote"),
            List.of(keys.live(), keys.session(), keys.rate(), keys.voter("v")),
            List.of(
                ascii("1"),
                ascii("1"),
                ascii(step.isFor() ? "for" : "against"),
                ascii(String.valueOf(step.weight())))));
  }

  /** Has the state decayed and written anew, without a vote: a vote of no weight. */
  private static void rewrite(UUID id, double now) {
    vote(id, now, new Step(0, true, 0));
  }

  private static Reply read(UUID id, double now) {
    clock.set(now);
    return Reply.of(REDIS
        .client()
        .fcallReadonly(ascii("get_decayed_value"), List.of(SessionKeys.of(id).live()), List.of()));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The law in plain Java. */
  private static final class Model {
    private final double rate;
    private final double delta;
    private double value;
    private double pro;
    private double contra;

    private Model(double rate, double delta) {
      this.rate = rate;
      this.delta = delta;
    }

    private void passed(long micros) {
      double left = Math.exp(-rate * micros / 1e6);
      value *= left;
      pro *= left;
      contra *= left;
    }

    private void vote(boolean isFor, double weight) {
      value = Math.max(-100, Math.min(100, value + (isFor ? 1 : -1) * delta * weight));
      pro += isFor ? weight : 0;
      contra += isFor ? 0 : weight;
    }

    private double shown(Scale scale) {
      return switch (scale) {
        case SUM -> value;
        case SHARE -> 100 * (pro - contra) / (pro + contra + 3);
        case AUTO -> 100 * (pro - contra) / Math.sqrt(Math.pow(pro + contra, 2) + 4);
      };
    }
  }
}
