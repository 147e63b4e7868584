package dev.chatsway.redis.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chatsway.redis.Reply;
import dev.chatsway.redis.SessionKeys;
import dev.chatsway.session.LiveRound.Ending;
import dev.chatsway.session.LiveRound.Outcome;
import dev.chatsway.session.LiveRound.Phase;
import dev.chatsway.session.LiveState;
import dev.chatsway.session.RoundResult;
import dev.chatsway.session.Side;
import dev.chatsway.session.VoteStatus;
import dev.chatsway.session.timeline.Timeline.Event;
import dev.chatsway.session.timeline.Timeline.What;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class RoundsTest {

  private static final Bar.World WORLD = Bar.World.start();

  @AfterAll
  static void stop() {
    WORLD.close();
  }

  @Test
  void openingMakesTheBarNeutralAndPutsItsWordsInPlaceOfTheSettings() {
    var bar = new Bar(WORLD, "'question':'Any good?','forLabel':'Yes','againstLabel':'No'");
    bar.vote(Side.FOR);

    var opened = bar.at(1).open("{'question':'Jump?','for':'Jump','seconds':30}");

    assertThat(opened.status()).isEqualTo(VoteStatus.OK);
    assertThat(opened.current().words().question()).isEqualTo("Jump?");
    assertThat(opened.current().words().againstLabel()).isEqualTo("No");
    assertThat(opened.current().forVotes()).isZero();
    assertThat(opened.current().round().endsAt()).isEqualTo(Bar.START + 31e6);
    assertThat(bar.snapshot().live().value()).isZero();
    var session = bar.session();
    assertThat(session.settings().question()).isEqualTo("Any good?");
    assertThat(session.currentSettings().question()).isEqualTo("Jump?");
    assertThat(session.currentSettings().forLabel()).isEqualTo("Jump");
    assertThat(session.currentSettings().againstLabel()).isEqualTo("No");
  }

  @Test
  void votesAreFrozenFromTheEndOnUntilTheResultWasShown() {
    var bar = new Bar(WORLD, "'decayRate':0.2");
    bar.open("{'seconds':10,'resultSeconds':5}");
    bar.at(9).vote(Side.FOR);

    assertThat(bar.at(9.999_999).vote(Side.FOR).status()).isEqualTo(VoteStatus.OK);
    var frozen = bar.at(10).vote(Side.AGAINST);
    assertThat(frozen.status()).isEqualTo(VoteStatus.FROZEN);
    assertThat(bar.at(14.9).vote(Side.AGAINST).status()).isEqualTo(VoteStatus.FROZEN);
    assertThat(bar.snapshot().live().value()).isEqualTo(frozen.value());
    assertThat(bar.snapshot().live().decayRate()).isZero();

    assertThat(bar.at(15).snapshot().live().value()).isZero();
    assertThat(bar.vote(Side.AGAINST).value()).isEqualTo(-10);
    assertThat(bar.read().current()).isNull();
    assertThat(only(bar)).satisfies(result -> {
      assertThat(result.winner()).isEqualTo(Outcome.FOR);
      assertThat(result.ending()).isEqualTo(Ending.TIMER);
      assertThat(result.forVotes()).isEqualTo(2);
      assertThat(result.againstVotes()).isZero();
      assertThat(result.endedAt().toEpochMilli() * 1e3).isEqualTo(Bar.START + 10e6);
    });
  }

  @Test
  void whatATickReadsIsWhatTheLibrarySays() {
    var bar = new Bar(WORLD, "'scale':'share','decayRate':0.5");
    bar.open("{'seconds':10,'resultSeconds':5}");
    bar.at(8).votes(Side.FOR, 3);

    for (double second : new double[] {8.5, 9.999_999, 10, 12, 14.999_999, 15, 100}) {
      var library = bar.at(second).snapshot().live();
      LiveState state = bar.live();
      assertThat(state.value()).isCloseTo(library.value(), within(1e-9));
      assertThat(state.decayRate()).isEqualTo(library.decayRate());
      assertThat(state.forVotes()).isEqualTo(second < 15 ? 3 : 0);
      assertThat(state.isRoundDue()).isEqualTo(second >= 10);
    }
    assertThat(bar.live().roundPhase()).isEqualTo(Phase.OVER);
  }

  @Test
  void aRoundWithoutATimerEndsByHand() {
    var bar = new Bar(WORLD, "");
    bar.open("{}");
    bar.at(100).votes(Side.AGAINST, 2);

    var closed = bar.at(5_000).close();

    assertThat(closed.status()).isEqualTo(VoteStatus.OK);
    assertThat(closed.current().round().outcome()).isEqualTo(Outcome.AGAINST);
    assertThat(closed.results().get(0).ending()).isEqualTo(Ending.HAND);
    assertThat(bar.close().status()).isEqualTo(VoteStatus.GONE);
    assertThat(bar.read().results()).hasSize(1);
  }

  @Test
  void aSideThatHoldsTheValueLongEnoughWins() {
    var bar = new Bar(WORLD, "'decayRate':0,'voteDelta':40");
    bar.open("{'seconds':60,'winAt':80,'holdSeconds':10}");
    bar.at(1).votes(Side.AGAINST, 2); // -80
    bar.at(10.999_999).vote(Side.FOR); // a microsecond too early: -40
    bar.at(12).vote(Side.AGAINST);
    bar.at(15).vote(Side.AGAINST); // -100: held on

    assertThat(bar.live().round().heldSince()).isEqualTo(Bar.START + 12e6);
    assertThat(bar.at(21.9).vote(Side.AGAINST).status()).isEqualTo(VoteStatus.OK);
    assertThat(bar.at(22).vote(Side.FOR).status()).isEqualTo(VoteStatus.FROZEN);
    assertThat(only(bar).ending()).isEqualTo(Ending.HOLD);
    assertThat(only(bar).winner()).isEqualTo(Outcome.AGAINST);
  }

  @Test
  void aValueThatFallsBelowWinAtBetweenVotesIsNotHeld() {
    var bar = new Bar(WORLD, "'decayRate':0.1,'voteDelta':90");
    bar.open("{'seconds':60,'winAt':80,'holdSeconds':2}");
    bar.vote(Side.FOR); // 90: falls to 80 in 1.2 s
    bar.at(1.5).vote(Side.FOR); // 100: begins again, falls to 80 in 2.2 s

    assertThat(bar.live().round().heldSince()).isEqualTo(Bar.START + 1.5e6);
    assertThat(bar.at(3.499).read().results()).isEmpty();
    assertThat(bar.at(3.5).read().results()).hasSize(1);
  }

  @Test
  void theTimerEndsARoundThatNobodyHolds() {
    var bar = new Bar(WORLD, "'decayRate':0,'voteDelta':100");
    bar.open("{'seconds':10,'winAt':80,'holdSeconds':9}");
    bar.at(2).vote(Side.FOR);

    assertThat(bar.at(10).read().results().get(0).ending()).isEqualTo(Ending.TIMER);
  }

  @Test
  void aTieIsATieAndNoVotesAreNone() {
    var bar = new Bar(WORLD, "");
    bar.open("{'seconds':10,'resultSeconds':0}");
    bar.vote(Side.FOR, 5);
    bar.vote(Side.AGAINST, 1);
    assertThat(bar.at(20).read().results().get(0).winner()).isEqualTo(Outcome.TIE);

    bar.open("{'seconds':1}");
    assertThat(bar.at(30).read().results().get(0).winner()).isEqualTo(Outcome.NONE);
  }

  @Test
  void aResultThatIsNotShownAtAllIsDecidedAllTheSame() {
    var bar = new Bar(WORLD, "'decayRate':0,'voteDelta':100");
    bar.open("{'winAt':80,'holdSeconds':5,'resultSeconds':0}");
    bar.vote(Side.FOR);

    assertThat(bar.at(5).vote(Side.AGAINST).value()).isEqualTo(-100);
    assertThat(only(bar).winner()).isEqualTo(Outcome.FOR);
  }

  @Test
  void aSecondRoundWaitsForTheFirstToEndAndNotForItsResult() {
    var bar = new Bar(WORLD, "");
    bar.open("{'question':'One'}");
    assertThat(bar.open("{'question':'Two'}").status()).isEqualTo(VoteStatus.EXISTS);
    assertThat(bar.read().current().words().question()).isEqualTo("One");

    bar.close();
    var second = bar.open("{'question':'Two'}");

    assertThat(second.status()).isEqualTo(VoteStatus.OK);
    assertThat(second.current().round().number()).isEqualTo(2);
    assertThat(second.results()).extracting(RoundResult::question).containsExactly("One");
  }

  @Test
  void theLastHundredResultsAreKeptNewestFirst() {
    var bar = new Bar(WORLD, "");
    for (int i = 1; i <= 103; i++) {
      bar.open("{'question':'" + i + "'}");
      bar.close();
    }

    var results = bar.read().results();

    assertThat(results).hasSize(100);
    assertThat(results.get(0).question()).isEqualTo("103");
    assertThat(results.get(99).question()).isEqualTo("4");
    assertThat(bar.at(12 * 3600).read().results()).isEmpty();
  }

  @Test
  void votesJudgedByTheWordsOfARoundAreJudgedAgainOnceItIsOver() {
    var bar = new Bar(WORLD, "");
    var before = bar.session();
    bar.open("{'seconds':10,'resultSeconds':5}");
    assertThat(bar.vote(before, Side.FOR, 1).status()).isEqualTo(VoteStatus.STALE);

    var during = bar.session();
    assertThat(bar.vote(during, Side.FOR, 1).status()).isEqualTo(VoteStatus.OK);
    assertThat(bar.at(16).vote(during, Side.FOR, 1).status()).isEqualTo(VoteStatus.STALE);

    assertThat(bar.session().round()).isNull();
    assertThat(bar.vote(bar.session(), Side.FOR, 1).status()).isEqualTo(VoteStatus.OK);
  }

  @Test
  void aChangeOfSettingsDuringARoundKeepsIt() {
    var bar = new Bar(WORLD, "'decayRate':0,'voteDelta':50");
    bar.open("{'winAt':40,'holdSeconds':5}");
    bar.vote(Side.FOR);
    bar.at(2).patch("{'settings':{'scale':'share'}}"); // one of one shows 25

    assertThat(bar.at(6).read().results()).isEmpty();
    bar.patch("{'settings':{'scale':'sum','decayRate':0.01}}");
    assertThat(bar.at(10.9).read().current().round().phase()).isEqualTo(Phase.OPEN);
    assertThat(bar.at(11).read().results().get(0).ending()).isEqualTo(Ending.HOLD);
  }

  @Test
  void aResetEndsARoundWithoutAResultAndTakesAResultAway() {
    var bar = new Bar(WORLD, "");
    bar.open("{'question':'One'}");
    bar.vote(Side.FOR);
    bar.reset();
    assertThat(bar.read().current()).isNull();
    assertThat(bar.read().results()).isEmpty();
    assertThat(bar.session().round()).isNull();

    bar.open("{'question':'Two'}");
    bar.close();
    bar.reset();
    assertThat(bar.read().current()).isNull();
    assertThat(only(bar).question()).isEqualTo("Two");
    assertThat(bar.vote(Side.FOR).status()).isEqualTo(VoteStatus.OK);
  }

  @Test
  void theTimelineTellsOfRoundsAndItsCurveStandsStillWhileAResultIsShown() {
    var bar = new Bar(WORLD, "'decayRate':0.5");
    bar.at(1).open("{'seconds':9,'resultSeconds':30}");
    bar.at(8).vote(Side.FOR);
    bar.at(12).vote(Side.FOR); // too late
    bar.at(45).read();

    var timeline = bar.at(65).timeline();

    assertThat(timeline.events())
        .extracting(Event::what)
        .containsExactly(What.CREATED, What.ROUND_OPENED, What.ROUND_ENDED, What.ROUND_CLEARED);
    assertThat(timeline.points())
        .extracting(point -> point.votesFor())
        .containsExactly(1, 0, 0, 0, 0, 0, 0);
    assertThat(timeline.points())
        .extracting(point -> Math.round(100 * point.value()))
        .containsExactly(368L, 368L, 368L, 368L, 0L, 0L, 0L); // 10 points, e^-1 of them left
  }

  @Test
  void buildsBeforeVersionNineAreAnsweredInWordsTheyKnow() {
    var bar = new Bar(WORLD, "");
    var keys = SessionKeys.of(bar.id());
    bar.open("{'seconds':10,'resultSeconds':5}");
    byte[][] vote = {
      keys.live(), keys.session(), keys.rate(), keys.voter("v"), keys.timeline(), keys.votesBucket()
    };
    var revision = String.valueOf(bar.session().settingsRevision());

    assertThat(asBuildOfVersion8("apply_vote", vote, revision, "for", "1", "bearer"))
        .isEqualTo(VoteStatus.OK);
    assertThat(asBuildOfVersion8(
            "reset_session", new byte[][] {keys.live(), keys.timeline(), keys.votesBucket()}))
        .isEqualTo(VoteStatus.STALE);
    bar.at(11);
    assertThat(asBuildOfVersion8("apply_vote", vote, revision, "for", "1", "bearer"))
        .isEqualTo(VoteStatus.PAUSED);
    assertThat(only(bar).forVotes()).isEqualTo(1);
  }

  private static VoteStatus asBuildOfVersion8(String function, byte[][] keys, String... arguments) {
    var all = Stream.concat(Stream.of("8"), Stream.of(arguments))
        .map(each -> each.getBytes(StandardCharsets.US_ASCII))
        .toList();
    return Reply.of(WORLD
            .redis()
            .client()
            .fcall(function.getBytes(StandardCharsets.US_ASCII), List.of(keys), all))
        .status();
  }

  @Test
  void nothingOfARoundIsLeftOfADeletedSession() {
    var bar = new Bar(WORLD, "");
    bar.open("{}");
    bar.close();
    bar.open("{}");
    bar.reset();

    Bar.get(bar.sessions().delete(bar.id()));

    var keys = SessionKeys.of(bar.id());
    assertThat(List.of(keys.rounds(), keys.undo(), keys.session()))
        .allSatisfy(key -> assertThat(WORLD.redis().client().exists(key)).isFalse());
  }

  private static RoundResult only(Bar bar) {
    assertThat(bar.read().results()).hasSize(1);
    return bar.read().results().get(0);
  }
}
