package dev.chatsway.redis.timeline;

import static dev.chatsway.redis.round.Bar.after;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chatsway.redis.Reply;
import dev.chatsway.redis.SessionKeys;
import dev.chatsway.redis.round.Bar;
import dev.chatsway.session.Side;
import dev.chatsway.session.VoteSource;
import dev.chatsway.session.VoteStatus;
import dev.chatsway.session.timeline.Timeline.Event;
import dev.chatsway.session.timeline.Timeline.Point;
import dev.chatsway.session.timeline.Timeline.What;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class TimelineTest {

  private static final Bar.World WORLD = Bar.World.start();
  private static final String NO_DECAY = "'decayRate':0,'voteDelta':1";

  @AfterAll
  static void stop() {
    WORLD.close();
  }

  @Test
  void votesAreCountedInTheTenSecondsInWhichTheyCame() {
    var bar = new Bar(WORLD, NO_DECAY);
    bar.at(1).vote(Side.FOR);
    bar.at(9.999).vote(Side.FOR);
    bar.at(10).vote(Side.AGAINST);
    bar.at(35).vote(Side.AGAINST);

    assertThat(bar.at(45).timeline().points())
        .containsExactly(
            new Point(after(0), 2, 2, 0),
            new Point(after(10), 1, 0, 1),
            new Point(after(20), 1, 0, 0),
            new Point(after(30), 0, 0, 1),
            new Point(after(40), 0, 0, 0));
  }

  @Test
  void gapsAreFilledByTheLawOfTheSettingsOfThatTime() {
    var bar = new Bar(WORLD, "'decayRate':0.01,'voteDelta':50,'scale':'sum'");
    bar.at(5).vote(Side.FOR);
    bar.at(65).patch("{'settings':{'decayRate':0.1}}");
    var points = bar.at(105).timeline().points();

    assertThat(points.get(0).value()).isCloseTo(50 * Math.exp(-0.05), within(1e-4));
    assertThat(points.get(3).value()).isCloseTo(50 * Math.exp(-0.35), within(1e-4));
    assertThat(points.get(6).value()).isCloseTo(50 * Math.exp(-0.6 - 0.5), within(1e-4));
    assertThat(points.get(9).value()).isCloseTo(50 * Math.exp(-0.6 - 3.5), within(1e-4));
    assertThat(points.get(10).value()).as("now").isEqualTo(bar.snapshot().live().value());
  }

  @Test
  void aShareDecaysTowardsItsPriorAndNotAsASum() {
    var bar = new Bar(WORLD, "'decayRate':0.05,'scale':'share'");
    for (int i = 0; i < 9; i++) {
      bar.at(0).vote(i < 6 ? Side.FOR : Side.AGAINST);
    }
    var points = bar.at(35).timeline().points();

    double left = Math.exp(-0.05 * 20);
    assertThat(points.get(1).value())
        .isCloseTo(100 * (6 - 3) * left / (9 * left + 3), within(1e-4));
  }

  @Test
  void whatWasDoneToTheSessionStandsBesideThePoints() {
    var bar = new Bar(WORLD, NO_DECAY);
    bar.at(2).vote(Side.FOR);
    bar.at(12).patch("{'settings':{'paused':true}}");
    bar.at(22).patch("{'settings':{'paused':false}}");
    bar.at(32).patch("{'settings':{'voteDelta':5}}");
    bar.at(33).vote(Side.FOR);
    bar.at(34).reset();
    bar.at(35).vote(Side.AGAINST);

    var timeline = bar.at(41).timeline();
    assertThat(timeline.events())
        .containsExactly(
            new Event(after(0), What.CREATED),
            new Event(after(12), What.PAUSE),
            new Event(after(22), What.RESUME),
            new Event(after(32), What.SETTINGS),
            new Event(after(34), What.RESET));
    assertThat(timeline.points())
        .as("both votes around the reset are in their ten seconds")
        .contains(new Point(after(20), 1, 0, 0), new Point(after(30), -5, 1, 1));
    assertThat(timeline.lastVote()).hasValue(after(35));
  }

  @Test
  void aSourceThatDeliversIsKnownAlsoWhileItsVotesDoNotCount() {
    var bar = new Bar(WORLD, "'debounceMillis':60000,'decayRate':0");
    bar.at(5).vote(Side.FOR, VoteSource.TWITCH, "anna");
    bar.at(15).vote(Side.FOR, VoteSource.SIGNED, "dora");
    bar.at(25).vote(Side.FOR, VoteSource.LINK, "bob");
    assertThat(bar.at(45).vote(Side.AGAINST, VoteSource.KICK, "anna"))
        .isEqualTo(VoteStatus.DEBOUNCED);
    bar.at(65).patch("{'settings':{'paused':true}}");
    assertThat(bar.at(75).vote(Side.AGAINST, VoteSource.BEARER, "carl"))
        .isEqualTo(VoteStatus.PAUSED);

    var timeline = bar.at(80).timeline();
    assertThat(timeline.sources())
        .isEqualTo(Map.of(
            VoteSource.TWITCH, after(5),
            VoteSource.SIGNED, after(15),
            VoteSource.LINK, after(25),
            VoteSource.KICK, after(45),
            VoteSource.BEARER, after(75)));
    assertThat(timeline.lastVote()).hasValue(after(25));
    assertThat(timeline.points().get(4)).isEqualTo(new Point(after(40), 30, 0, 0));
  }

  /** A library of a later version may add one: the others, and the votes, are read all the same. */
  @Test
  void aSourceThatThisBuildDoesNotKnowIsSkipped() {
    var bar = new Bar(WORLD, NO_DECAY);
    bar.at(5).vote(Side.FOR, VoteSource.TEST, "anna");
    byte[] key = SessionKeys.of(bar.session().id()).votesBucket();
    byte[] entry = WORLD.redis().client().get(key);
    entry[1] |= (byte) 128;
    WORLD.redis().client().set(key, entry);

    var timeline = bar.at(6).timeline();
    assertThat(timeline.sources()).isEqualTo(Map.of(VoteSource.TEST, after(5)));
    assertThat(timeline.points()).containsExactly(new Point(after(0), 1, 1, 0));
  }

  @Test
  void thirteenBusyHoursLeaveTwelveInABoundedSpace() {
    var bar = new Bar(WORLD, NO_DECAY);
    int busy = 13 * 360;
    var session = bar.session();
    for (int i = 0; i <= busy; i++) {
      bar.at(10 * i + 3).vote(session, i % 2 == 0 ? Side.FOR : Side.AGAINST, 1);
      if (i % 10 == 0) {
        bar.reset();
      }
    }

    var timeline = bar.timeline();
    assertThat(timeline.points()).hasSize(4320);
    assertThat(timeline.points().get(0).at()).isEqualTo(after(10 * (busy - 4319)));
    assertThat(timeline.points()).allMatch(point -> point.votesFor() + point.votesAgainst() == 1);
    assertThat(bar.timeline(Duration.ofMinutes(10)).points())
        .isEqualTo(timeline.points().subList(4260, 4320));
    byte[] key = bar.keys().timeline();
    assertThat(WORLD.redis().client().llen(key)).isEqualTo(84);
    assertThat(WORLD.redis().client().memoryUsage(key)).isLessThan(140_000);
    assertThat(WORLD.redis().client().pttl(key)).isBetween(43_100_000L, 43_200_000L);
  }

  @Test
  void afterAQuietNightOnlyWhatIsNowIsKnown() {
    var bar = new Bar(WORLD, NO_DECAY);
    bar.at(3).vote(Side.FOR);
    WORLD.redis().client().del(bar.keys().timeline(), bar.keys().votesBucket());

    var timeline = bar.at(86_403).timeline();
    assertThat(timeline.points()).containsExactly(new Point(after(86_400), 1, 0, 0));
    assertThat(timeline.events()).isEmpty();
  }

  @Test
  void aClockThatWentBackAddsToTheTenSecondsThatWereReached() {
    var bar = new Bar(WORLD, NO_DECAY);
    bar.at(31).vote(Side.FOR);
    bar.at(12).vote(Side.FOR);

    assertThat(bar.at(35).timeline().points()).hasSize(4).contains(new Point(after(30), 2, 2, 0));
    assertThat(bar.at(15).timeline().points())
        .containsExactly(new Point(after(0), 0, 0, 0), new Point(after(10), 2, 2, 0));
  }

  @Test
  void aDeletedSessionsTimelineIsGone() {
    var bar = new Bar(WORLD, NO_DECAY);
    bar.at(3).vote(Side.FOR);
    bar.at(15).vote(Side.FOR);
    assertThat(WORLD.redis().client().keys("*" + bar.id())).hasSize(4);

    Bar.get(bar.sessions().delete(bar.id()));

    assertThat(WORLD.redis().client().keys("*" + bar.id()))
        .containsExactly(new String(bar.keys().live(), StandardCharsets.US_ASCII));
    var read = Bar.get(new Timelines(WORLD.calls()).read(bar.id(), Timelines.LONGEST));
    assertThat(read).isEmpty();
  }

  @Test
  void votesOfOlderBuildsCountAndLeaveNoTrace() {
    var bar = new Bar(WORLD, NO_DECAY);
    var keys = bar.keys();
    var vote = WORLD
        .redis()
        .client()
        .fcall(
            bytes("apply_vote"),
            List.of(keys.live(), keys.session(), keys.rate(), keys.voter("v"), keys.seen("s")),
            List.of(bytes("3"), bytes("1"), bytes("for"), bytes("1")));

    assertThat(Reply.of(vote).status()).isEqualTo(VoteStatus.OK);
    assertThat(bar.snapshot().live().value()).isEqualTo(1);
    assertThat(bar.at(5).timeline().lastVote()).isEmpty();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
