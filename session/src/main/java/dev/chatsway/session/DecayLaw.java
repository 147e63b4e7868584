package dev.chatsway.session;

/** The law of docs/interface.md, section 1: how a state decays, and what value a scale shows for its tallies. */
public final class DecayLaw {

  /** The weight that {@code share} adds as undecided. */
  private static final double SHARE_PRIOR = 3;

  /** Square of the sum of tallies at which {@code auto} shows 71 % of what it shows of an endless crowd (ADR 0018). */
  private static final double AUTO_PRIOR = 4;

  private DecayLaw() {}

  /** Returns e^(-λ·elapsed); elapsed time below 0 counts as 0. */
  public static double left(double decayRate, double elapsedMicros) {
    return elapsedMicros > 0 && decayRate > 0 ? Math.exp(-decayRate * elapsedMicros * 1e-6) : 1;
  }

  /**
   * Returns the value that clients show, in [-100, 100].
   *
   * @param sum the clamped sum of votes
   * @param difference of the tallies, for less against
   * @param strength their sum
   */
  public static double shown(Scale scale, double sum, double difference, double strength) {
    return scale == Scale.SUM ? sum : 100 * difference / norm(scale, strength);
  }

  /**
   * Returns the difference of the tallies for which {@link #shown} returns {@code value}, for scales other than
   * {@code SUM}.
   */
  public static double difference(Scale scale, double value, double strength) {
    return value * norm(scale, strength) / 100;
  }

  private static double norm(Scale scale, double strength) {
    return scale == Scale.SHARE
        ? strength + SHARE_PRIOR
        : Math.sqrt(strength * strength + AUTO_PRIOR);
  }
}
