package dev.chatsway.redis.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.session.LiveRound;
import dev.chatsway.session.LiveRound.Outcome;
import dev.chatsway.session.LiveRound.Phase;
import dev.chatsway.session.RoundResult;
import dev.chatsway.session.Side;
import dev.chatsway.session.VoteStatus;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whoever reads, votes or changes something, in whichever order and however late: each round that ended has one result, and it
 * is that of the votes that were answered {@code OK} before its end.
 */
final class OneResultPropertyTest {

  private static Bar.World world;

  /** What somebody does, so long after the step before. */
  record Step(What what, double seconds) {}

  enum What {
    FOR,
    AGAINST,
    LATE_FOR,
    READ,
    LOOK,
    OPEN,
    CLOSE,
    CHANGE,
    PAUSE_AND_RESUME,
    CLOCK_BACK
  }

  @BeforeContainer
  static void start() {
    world = Bar.World.start();
  }

  @AfterContainer
  static void stop() {
    world.close();
  }

  @Property(tries = 200)
  void everyRoundThatEndedHasOneResult(
      @ForAll("histories") List<Step> history, @ForAll boolean isHeld, @ForAll("shown") int shown) {
    var bar = new Bar(world, "'decayRate':0.1,'voteDelta':30");
    String round =
        "{'seconds':7,'resultSeconds':" + shown + (isHeld ? ",'winAt':50,'holdSeconds':2}" : "}");
    var model = new Model();
    double now = 0;
    var stale = bar.session();

    for (Step step : history) {
      now += step.what() == What.CLOCK_BACK ? -Math.min(now, 0.4) : step.seconds();
      bar.at(now);
      switch (step.what()) {
        case FOR -> model.voted(Side.FOR, phase(bar), bar.vote(Side.FOR).status());
        case AGAINST ->
          model.voted(Side.AGAINST, phase(bar), bar.vote(Side.AGAINST).status());
        case LATE_FOR ->
          model.voted(Side.FOR, phase(bar), bar.vote(stale, Side.FOR, 1).status());
        case READ -> bar.read();
        case LOOK -> stale = bar.session(); // decides nothing
        case OPEN -> {
          var opened = bar.open(round);
          if (opened.status() == VoteStatus.OK) {
            model.opened(opened.current().round().number());
          }
        }
        case CLOSE -> bar.close();
        case CHANGE -> bar.patch("{'settings':{'decayRate':" + (0.1 + now / 1e3) + "}}");
        case PAUSE_AND_RESUME -> {
          bar.patch("{'settings':{'paused':true}}");
          bar.patch("{'settings':{'paused':false}}");
        }
        case CLOCK_BACK -> {}
      }
    }

    var results = new ArrayList<>(bar.at(now + 3_000).read().results());
    assertThat(bar.read().results()).as("reading again").isEqualTo(results);
    assertThat(results).extracting(RoundResult::number).isEqualTo(model.numbers());
    for (RoundResult result : results) {
      long[] votes = model.votes(result.number());
      assertThat(result.forVotes()).isEqualTo(votes[0]);
      assertThat(result.againstVotes()).isEqualTo(votes[1]);
      if (result.ending() != LiveRound.Ending.HOLD) {
        assertThat(result.winner()).isEqualTo(winner(votes));
      }
    }
  }

  private static Phase phase(Bar bar) {
    return bar.live().roundPhase();
  }

  private static Outcome winner(long[] votes) {
    if (votes[0] + votes[1] == 0) {
      return Outcome.NONE;
    }
    if (votes[0] == votes[1]) {
      return Outcome.TIE;
    }
    return votes[0] > votes[1] ? Outcome.FOR : Outcome.AGAINST;
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    return Combinators.combine(
            Arbitraries.frequency(
                Tuple.of(4, What.FOR),
                Tuple.of(3, What.AGAINST),
                Tuple.of(2, What.LATE_FOR),
                Tuple.of(1, What.READ),
                Tuple.of(1, What.LOOK),
                Tuple.of(3, What.OPEN),
                Tuple.of(1, What.CLOSE),
                Tuple.of(1, What.CHANGE),
                Tuple.of(1, What.PAUSE_AND_RESUME),
                Tuple.of(1, What.CLOCK_BACK)),
            Arbitraries.of(0.0, 0.0, 0.1, 0.5, 1.0, 3.0, 10.0))
        .as(Step::new)
        .list()
        .ofMinSize(5)
        .ofMaxSize(40);
  }

  @Provide
  Arbitrary<Integer> shown() {
    return Arbitraries.of(0, 1, 4);
  }

  /** The votes that counted while a round was open, of each round. */
  private static final class Model {
    private final List<Long> numbers = new ArrayList<>();
    private final List<long[]> votes = new ArrayList<>();

    void opened(long number) {
      numbers.add(0, number);
      votes.add(0, new long[2]);
    }

    void voted(Side side, Phase before, VoteStatus status) {
      if (status == VoteStatus.STALE) {
        return; // only one that was judged by an older session
      }
      assertThat(status).isEqualTo(before == Phase.FROZEN ? VoteStatus.FROZEN : VoteStatus.OK);
      if (before == Phase.OPEN) {
        votes.get(0)[side == Side.FOR ? 0 : 1]++;
      }
    }

    List<Long> numbers() {
      return numbers;
    }

    long[] votes(long number) {
      return votes.get(numbers.indexOf(number));
    }
  }
}
