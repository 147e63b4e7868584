package dev.chatsway.standalone.demo;

import dev.chatsway.session.Side;
import java.util.random.RandomGenerator;

/**
 * What the crowd feels like. It sees the bar and pushes it towards one side; once it is far enough there, the crowd laughs for
 * a moment, changes its mind and pushes back. Aiming at the bar, and not at chance, is what makes it sway: a crowd that voted
 * by the toss of a coin would tremble around neutral.
 *
 * <p>Pure: time comes in, in seconds from any start, and the bar is reckoned from the crowd's own votes by the law of
 * docs/interface.md, section 1. Votes that did not count make that wrong by a little, which decays like the bar itself.
 */
final class Mood {

  /** The law of the demo's session: what one vote moves, and λ in 1/s. */
  static final double VOTE_DELTA = 6;

  static final double DECAY_RATE = 0.2;

  private static final double NEAREST_GOAL = 40;
  private static final double FURTHEST_GOAL = 80;
  private static final double LONGEST_LAUGH = 1.2;

  /** A push that has not got there by then has met another one: time to give in. */
  private static final double LONGEST_PUSH = 5;

  /**
   * How the crowd votes at a moment, both in [0, 1].
   *
   * @param votes share of the lines that are votes
   * @param support share of the votes that are for
   */
  record Inclination(double votes, double support) {}

  private static final Inclination FOR = new Inclination(0.42, 0.88);
  private static final Inclination AGAINST = new Inclination(0.42, 0.12);
  private static final Inclination LAUGHING = new Inclination(0.08, 0.5);

  private final RandomGenerator random;
  private double goal; // in [-100, 100], the sign is the side
  private double pushesFrom;
  private double bar;
  private double barAt;

  Mood(RandomGenerator random) {
    this.random = random;
    this.goal = random.nextBoolean() ? distance() : -distance();
  }

  /** How the crowd votes now. */
  Inclination at(double seconds) {
    var there = goal > 0 ? bar(seconds) >= goal : bar(seconds) <= goal;
    if (there || seconds > pushesFrom + LONGEST_PUSH) {
      goal = goal > 0 ? -distance() : distance();
      pushesFrom = seconds + random.nextDouble(LONGEST_LAUGH);
    }
    if (seconds < pushesFrom) {
      return LAUGHING;
    }
    return goal > 0 ? FOR : AGAINST;
  }

  /** Somebody in the crowd has voted. */
  void voted(Side side, double seconds) {
    var moved = bar(seconds) + (side == Side.FOR ? VOTE_DELTA : -VOTE_DELTA);
    bar = Math.max(-100, Math.min(100, moved));
    barAt = seconds;
  }

  /** Where the bar should be by now, in [-100, 100]. */
  double bar(double seconds) {
    return bar * Math.exp(-DECAY_RATE * (seconds - barAt));
  }

  private double distance() {
    return random.nextDouble(NEAREST_GOAL, FURTHEST_GOAL);
  }
}
