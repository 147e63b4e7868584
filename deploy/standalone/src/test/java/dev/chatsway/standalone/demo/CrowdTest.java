package dev.chatsway.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.session.Match;
import dev.chatsway.session.text.TriggerMatcher;
import dev.chatsway.session.text.TriggerMatcher.MatchResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The crowd against the real judge of chat lines, and the law and the debounce that the server applies. */
final class CrowdTest {

  private static final double LINES_PER_SECOND = 20;
  private static final int SECONDS = 300;
  private static final double DEBOUNCE_SECONDS = 3;

  private final TriggerMatcher judge =
      new TriggerMatcher(Phrases.FOR_TRIGGERS, Phrases.AGAINST_TRIGGERS, Match.EXACT);

  @Test
  void everyPhraseIsWhatItIsMeantToBe() {
    assertThat(Phrases.FOR).allMatch(text -> judge.match(text) == MatchResult.FOR);
    assertThat(Phrases.AGAINST).allMatch(text -> judge.match(text) == MatchResult.AGAINST);
    assertThat(Phrases.SMALL_TALK).allMatch(text -> judge.match(text) == MatchResult.NO_VOTE);
    for (var invisible : Phrases.INVISIBLE) {
      assertThat(Phrases.FOR).allMatch(text -> judge.match(text + invisible) == MatchResult.FOR);
      assertThat(Phrases.AGAINST)
          .allMatch(text -> judge.match(text + invisible) == MatchResult.AGAINST);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void mostLinesAreNoVotes(long seed) {
    var crowd = crowd(seed);
    var votes = 0;
    var invisible = 0;
    for (var i = 0; i < 10_000; i++) {
      var text = crowd.next(i / LINES_PER_SECOND).text();
      votes += judge.match(text) == MatchResult.NO_VOTE ? 0 : 1;
      invisible += Phrases.INVISIBLE.stream().anyMatch(text::endsWith) ? 1 : 0;
    }

    assertThat(votes).isBetween(2_000, 4_500);
    assertThat(invisible).isBetween(votes / 6, votes / 3);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theBarGoesThroughBothSidesInEveryTenSeconds(long seed) {
    var bar = sway(seed);

    for (var from = 0; from + 10 * LINES_PER_SECOND <= bar.size(); from++) {
      var window = bar.subList(from, from + (int) (10 * LINES_PER_SECOND));
      assertThat(window).as("10 s from " + from / LINES_PER_SECOND).anyMatch(value -> value > 15);
      assertThat(window).as("10 s from " + from / LINES_PER_SECOND).anyMatch(value -> value < -15);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theBarIsNeverPinnedToAnEndAndGoesFar(long seed) {
    var bar = sway(seed);

    assertThat(bar).allMatch(value -> Math.abs(value) < 100);
    assertThat(bar.stream().filter(value -> Math.abs(value) > 40).count())
        .isGreaterThan(bar.size() / 5);
  }

  @Test
  void theSameRandomNumbersTypeTheSameLines() {
    var one = crowd(7);
    var other = crowd(7);

    for (var i = 0; i < 100; i++) {
      assertThat(one.next(i / LINES_PER_SECOND)).isEqualTo(other.next(i / LINES_PER_SECOND));
    }
  }

  /** The values of a real bar at every line, while each voter's votes count once in 3 s. */
  private List<Double> sway(long seed) {
    var crowd = crowd(seed);
    var lastVotes = new HashMap<Voter, Double>();
    var values = new ArrayList<Double>();
    var value = 0.0;
    for (var i = 0; i < SECONDS * LINES_PER_SECOND; i++) {
      var now = i / LINES_PER_SECOND;
      value *= Math.exp(-Mood.DECAY_RATE / LINES_PER_SECOND);
      var line = crowd.next(now);
      var verdict = judge.match(line.text());
      if (verdict != MatchResult.NO_VOTE
          && now - lastVotes.getOrDefault(line.voter(), -DEBOUNCE_SECONDS) >= DEBOUNCE_SECONDS) {
        lastVotes.put(line.voter(), now);
        value += verdict == MatchResult.FOR ? Mood.VOTE_DELTA : -Mood.VOTE_DELTA;
        value = Math.max(-100, Math.min(100, value));
      }
      values.add(value);
    }
    return values;
  }

  private static Crowd crowd(long seed) {
    var random = new Random(seed);
    return new Crowd(random, new Mood(random));
  }
}
