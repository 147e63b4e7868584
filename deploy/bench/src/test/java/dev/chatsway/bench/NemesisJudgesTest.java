package dev.chatsway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.bench.NemesisOverlay.Seen;
import dev.chatsway.bench.NemesisVotes.Cast;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the nemesis's judges find. */
final class NemesisJudgesTest {

  private static final long MILLI = 1_000_000;
  private static final long BEGAN = 1_000 * MILLI;
  private static final double RATE = 0.01;

  private final Findings findings = new Findings();
  private final List<Span> lossy = new ArrayList<>();
  private final List<Span> stalls = new ArrayList<>();
  private final List<Cast> casts = new ArrayList<>();

  @Test
  void aClockThatIsReadEveryTickIsFine() {
    clock(read(50, 51), read(100, 101), read(150, 152));

    assertThat(findings.because()).isEmpty();
  }

  @Test
  void aReadingThatComesLateIsStale() {
    clock(read(50, 51), read(100, 1_200));

    assertThat(findings.count("stale")).isEqualTo(1);
  }

  @Test
  void aReadingThatStandsUntilItIsOldIsNamedUnlessItsInstanceWasAway() {
    clock(read(50, 51), seen(1_200, "{'status':'degraded'}"));
    assertThat(findings.count("stood")).isEqualTo(1);

    judge()
        .clock(
            List.of(read(50, 51), read(2_000, 2_001)),
            BEGAN,
            RATE,
            List.of(new Span(BEGAN + 60 * MILLI, BEGAN + 1_950 * MILLI)));
    assertThat(findings.count("stood")).isEqualTo(1);
  }

  @Test
  void aFrameThatWasOnItsWayWhenItsInstanceWasPausedIsNotStaleButAnyLaterOneIs() {
    var paused = List.of(new Span(BEGAN + 60 * MILLI, BEGAN + 2_000 * MILLI));

    judge().clock(List.of(read(50, 2_001), read(2_010, 2_011)), BEGAN, RATE, paused);
    assertThat(findings.because()).isEmpty();

    judge().clock(List.of(read(50, 3_100)), BEGAN, RATE, paused);
    assertThat(findings.count("stale")).isEqualTo(1);
  }

  @Test
  void whatTheMachineWasStalledForIsTakenOff() {
    stalls.add(new Span(BEGAN + 100 * MILLI, BEGAN + 1_100 * MILLI));

    clock(read(50, 51), read(100, 1_200));

    assertThat(findings.because()).isEmpty();
  }

  @Test
  void aClockThatGoesBackIsNotMonotoneWhateverCameBetween() {
    clock(read(100, 101), seen(110, "{'status':'degraded'}"), seen(111, "{}"), read(50, 151));

    assertThat(findings.count("not_monotone")).isEqualTo(1);
  }

  @Test
  void betweenVotesAValueOnlyFalls() {
    bar(NemesisBar.DECAYING, value(3, 2, 1), value(3, 1.9, 1), value(4, 2.9, 2));
    assertThat(findings.because()).isEmpty();

    bar(NemesisBar.DECAYING, value(3, 1.9, 1), value(3, 2, 1));
    assertThat(findings.count("not_monotone")).isEqualTo(1);
  }

  @Test
  void countsAndRevisionsOnlyGrowUnlessVotesMayBeLost() {
    bar(NemesisBar.DECAYING, value(4, 2, 2), value(3, 1, 1));
    assertThat(findings.count("went_back")).isEqualTo(1);

    lossy.add(new Span(0, Long.MAX_VALUE));
    bar(NemesisBar.DECAYING, value(4, 2, 2), value(3, 1, 1));
    assertThat(findings.count("went_back")).isEqualTo(1);
  }

  @Test
  void aValueThatDoesNotFollowFromItsTalliesIsNamed() {
    bar(NemesisBar.DECAYING, seen(1, "{'value':2,'for':1,'against':0}"));

    assertThat(findings.count("law")).isEqualTo(1);
  }

  @Test
  void eachVoteHasToBeKnownAndCountedOnce() {
    cast("kept", 1);
    cast("twice", 2);
    cast("unanswered", 0);
    var lost = cast("lost", 1);

    votes(Set.of(lost)).answers();

    assertThat(findings.because())
        .isEqualTo("counted_twice (1): twice; lost (1): lost, acknowledged where none may be lost;"
            + " unanswered (1): unanswered");
  }

  @Test
  void aVoteMayBeLostWithAPrimary() {
    lossy.add(new Span(BEGAN, BEGAN + 100 * MILLI));
    var judge = votes(Set.of(cast("lost", 1)));

    judge.answers();

    assertThat(findings.because()).isEmpty();
    assertThat(judge.unreplicated()).isEqualTo(1);
  }

  @Test
  void theCountsAndTalliesOfABarAreThoseOfItsVotes() {
    cast("one", 1);
    cast("two", 1);
    var judge = votes(Set.of());
    var bar = NemesisBar.COUNTING;

    judge.bar(bar, seen(500, "{'value':0.2,'for':2,'against':0,'forVotes':2}"), BEGAN);
    judge.timeline(bar, json("{'points':[{'for':1,'against':0},{'for':1,'against':0}]}"));
    assertThat(findings.because()).isEmpty();

    judge.bar(bar, seen(500, "{'value':0.1,'for':1,'against':0,'forVotes':1}"), BEGAN);
    judge.timeline(bar, json("{'points':[{'for':1,'against':0}]}"));
    assertThat(findings.count("count")).isEqualTo(2);
    assertThat(findings.count("tally")).isEqualTo(1);
  }

  private Cast cast(String id, int ok) {
    var cast = new Cast(NemesisBar.COUNTING.number(), id, true);
    for (int i = 0; i < ok; i++) {
      cast.answered(true, new Span(BEGAN, BEGAN + MILLI));
    }
    casts.add(cast);
    return cast;
  }

  private VoteJudge votes(Set<Cast> forgotten) {
    return new VoteJudge(findings, casts, forgotten, lossy);
  }

  private void clock(Seen... seen) {
    judge().clock(List.of(seen), BEGAN, RATE, List.of());
  }

  private void bar(NemesisBar bar, Seen... seen) {
    judge().bar(bar, List.of(seen));
  }

  private FrameJudge judge() {
    return new FrameJudge(findings, lossy, stalls, BEGAN);
  }

  /** A value of the clock, read and received so many milliseconds after it began. */
  private static Seen read(long at, long received) {
    return seen(received, "{'value':" + 100 * Math.exp(-RATE * at / 1e3) + "}");
  }

  private static Seen value(long revision, double value, int votes) {
    return seen(
        revision * 100,
        "{'value':%s,'for':%s,'against':0,'revision':%s,'forVotes':%s}"
            .formatted(value, value, revision, votes));
  }

  private static Seen seen(long millis, String json) {
    return new Seen(BEGAN + millis * MILLI, json(json));
  }

  private static JsonNode json(String json) {
    return JsonMapper.shared().readTree(json.replace('\'', '"'));
  }
}
