package dev.chatsway.redis.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chatsway.redis.SessionKeys;
import dev.chatsway.session.RoundResult;
import dev.chatsway.session.Side;
import dev.chatsway.session.VoteStatus;
import dev.chatsway.session.timeline.Timeline.Event;
import dev.chatsway.session.timeline.Timeline.What;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class ResetUndoTest {

  private static final Bar.World WORLD = Bar.World.start();

  @AfterAll
  static void stop() {
    WORLD.close();
  }

  @Test
  void whatWasComesBackAsItWouldBeNow() {
    var bar = new Bar(WORLD, "'decayRate':0.2");
    bar.votes(Side.FOR, 3);
    bar.vote(Side.AGAINST);
    bar.at(2).reset();
    assertThat(bar.snapshot().live().value()).isZero();

    assertThat(bar.at(5).undo()).isEqualTo(VoteStatus.OK);

    var live = bar.snapshot().live();
    assertThat(live.value()).isCloseTo(20 * Math.exp(-1), within(1e-9));
    assertThat(live.forTally()).isCloseTo(3 * Math.exp(-1), within(1e-9));
    assertThat(bar.live().forVotes()).isEqualTo(3);
    assertThat(bar.live().againstVotes()).isEqualTo(1);
    assertThat(bar.timeline().events())
        .extracting(Event::what)
        .containsExactly(What.CREATED, What.RESET, What.UNDO);
  }

  @Test
  void votesSinceTheResetAreNotLost() {
    var bar = new Bar(WORLD, "'decayRate':0");
    bar.votes(Side.FOR, 2);
    bar.reset();
    bar.vote(Side.AGAINST);

    bar.undo();

    assertThat(bar.snapshot().live().value()).isEqualTo(10);
    assertThat(bar.live().againstVotes()).isEqualTo(1);
    assertThat(bar.undo()).as("once").isEqualTo(VoteStatus.GONE);
  }

  @Test
  void aSecondPressOfResetLosesNothing() {
    var bar = new Bar(WORLD, "'decayRate':0");
    bar.votes(Side.FOR, 2);
    bar.reset();
    bar.reset();

    bar.undo();

    assertThat(bar.snapshot().live().value()).isEqualTo(20);
  }

  @Test
  void thereIsTenSecondsForIt() {
    var bar = new Bar(WORLD, "");
    assertThat(bar.undo()).isEqualTo(VoteStatus.GONE);
    bar.vote(Side.FOR);
    bar.reset();

    byte[] undo = SessionKeys.of(bar.id()).undo();
    assertThat(WORLD.redis().client().pttl(undo)).isBetween(8_000L, 10_000L);
    WORLD.redis().client().del(undo); // as Redis does then
    assertThat(bar.undo()).isEqualTo(VoteStatus.GONE);
  }

  @Test
  void aRoundComesBackToo() {
    var bar = new Bar(WORLD, "");
    bar.open("{'question':'One','seconds':20}");
    bar.vote(Side.FOR);
    bar.at(5).reset();

    assertThat(bar.at(8).undo()).isEqualTo(VoteStatus.OK);

    assertThat(bar.session().currentSettings().question()).isEqualTo("One");
    bar.vote(Side.AGAINST);
    assertThat(bar.at(20).read().results())
        .singleElement()
        .extracting(RoundResult::forVotes, RoundResult::againstVotes)
        .containsExactly(1L, 1L);
  }

  @Test
  void aRoundThatWasOpenedSinceIsLeftAlone() {
    var bar = new Bar(WORLD, "");
    bar.open("{'question':'One'}");
    bar.reset();
    bar.open("{'question':'Two'}");

    assertThat(bar.undo()).isEqualTo(VoteStatus.GONE);
    bar.reset();
    assertThat(bar.undo()).isEqualTo(VoteStatus.OK);
    assertThat(bar.session().currentSettings().question()).isEqualTo("Two");
  }
}
