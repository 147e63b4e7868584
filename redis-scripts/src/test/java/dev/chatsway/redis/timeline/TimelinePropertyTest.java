package dev.chatsway.redis.timeline;

import static dev.chatsway.redis.round.Bar.after;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chatsway.redis.round.Bar;
import dev.chatsway.session.Side;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Points against what clients were shown: at each end of ten seconds the value is read, and kept for the comparison. */
final class TimelinePropertyTest {

  private static Bar.World world;

  /** What somebody does. */
  enum Act {
    FOR,
    AGAINST,
    RESET,
    SHARE,
    SUM,
    SLOWER,
    FASTER
  }

  /** An act, so many milliseconds after the one before. */
  record Step(int millisLater, Act act) {}

  @BeforeContainer
  static void start() {
    world = Bar.World.start();
  }

  @AfterContainer
  static void stop() {
    world.close();
  }

  @Property(tries = 40)
  void everyPointIsWhatWasShownAndEveryVoteIsCountedOnce(@ForAll("histories") List<Step> history) {
    var bar = new Bar(world, "'decayRate':0.05");
    var shown = new TreeMap<Integer, Double>();
    var pro = new int[100];
    var contra = new int[100];
    int now = 0;
    int bucket = 0;
    for (var step : history) {
      now += step.millisLater();
      for (; bucket < now / 10_000; bucket++) {
        shown.put(bucket, bar.at(10 * bucket + 10).snapshot().live().value());
      }
      bar.at(now / 1000.0);
      act(bar, step.act());
      pro[bucket] += step.act() == Act.FOR ? 1 : 0;
      contra[bucket] += step.act() == Act.AGAINST ? 1 : 0;
    }

    var points = bar.timeline().points();

    assertThat(points).hasSize(bucket + 1);
    for (int i = 0; i <= bucket; i++) {
      assertThat(points.get(i).at()).isEqualTo(after(10 * i));
      assertThat(points.get(i).votesFor()).isEqualTo(pro[i]);
      assertThat(points.get(i).votesAgainst()).isEqualTo(contra[i]);
      double expected =
          i == bucket ? bar.snapshot().live().value() : shown.getOrDefault(i, Double.NaN);
      assertThat(points.get(i).value()).isCloseTo(expected, within(1e-4));
    }
  }

  private static void act(Bar bar, Act act) {
    switch (act) {
      case FOR -> bar.vote(Side.FOR);
      case AGAINST -> bar.vote(Side.AGAINST);
      case RESET -> bar.reset();
      case SHARE -> bar.patch("{'settings':{'scale':'share'}}");
      case SUM -> bar.patch("{'settings':{'scale':'sum'}}");
      case SLOWER -> bar.patch("{'settings':{'decayRate':0.001}}");
      case FASTER -> bar.patch("{'settings':{'decayRate':0.3}}");
    }
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    var times = Arbitraries.frequencyOf(
        Tuple.of(4, Arbitraries.integers().between(0, 4_000)),
        Tuple.of(1, Arbitraries.integers().between(0, 40_000)));
    var acts = Arbitraries.frequency(
        Tuple.of(6, Act.FOR),
        Tuple.of(6, Act.AGAINST),
        Tuple.of(1, Act.RESET),
        Tuple.of(1, Act.SHARE),
        Tuple.of(1, Act.SUM),
        Tuple.of(1, Act.SLOWER),
        Tuple.of(1, Act.FASTER));
    return Combinators.combine(times, acts).as(Step::new).list().ofMinSize(1).ofMaxSize(20);
  }
}
