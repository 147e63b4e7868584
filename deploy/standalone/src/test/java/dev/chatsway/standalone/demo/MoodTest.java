package dev.chatsway.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.session.Side;
import dev.chatsway.standalone.demo.Mood.Inclination;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MoodTest {

  private final Mood mood = new Mood(new Random(1));

  @Test
  void theBarFollowsTheLaw() {
    mood.voted(Side.FOR, 0);
    mood.voted(Side.FOR, 0);
    assertThat(mood.bar(0)).isEqualTo(12);
    assertThat(mood.bar(5)).isEqualTo(12 * Math.exp(-1));

    for (var votes = 0; votes < 50; votes++) {
      mood.voted(Side.AGAINST, 5);
    }
    assertThat(mood.bar(5)).isEqualTo(-100);
  }

  @Test
  void aCrowdThatGotWhereItWantedLaughsAndThenPushesBack() {
    var wanted = pushes(mood.at(0));
    while (pushes(mood.at(0)) == wanted) {
      mood.voted(wanted, 0);
    }
    assertThat(mood.at(0).votes()).isLessThan(0.1);

    assertThat(pushes(mood.at(1.2))).isNotEqualTo(wanted);
    assertThat(mood.at(1.2).votes()).isGreaterThan(0.3);
  }

  @Test
  void aCrowdThatGetsNowhereGivesIn() {
    var wanted = pushes(mood.at(0));

    mood.at(5.1);

    assertThat(pushes(mood.at(5.1 + 1.2))).isNotEqualTo(wanted);
  }

  /** While it laughs, neither. */
  private static Side pushes(Inclination inclination) {
    return inclination.support() > 0.5 ? Side.FOR : Side.AGAINST;
  }
}
