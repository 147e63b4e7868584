package dev.chatsway.session.timeline;

/**
 * The law (docs/interface.md, section 1) from a moment on, until something happens.
 *
 * @param fromMillis since 1970, on Redis's clock
 * @param value what clients were shown then, in [-100, 100]
 * @param strength the sum of both tallies then
 * @param decayRate λ in 1/s
 * @param isShare whether the value is a share of the tallies
 */
public record Curve(
    long fromMillis, double value, double strength, double decayRate, boolean isShare) {

  private static final double PRIOR = 3;

  /** The value at a later moment; a moment before it is taken for its start. */
  public double at(long millis) {
    double left = Math.exp(-decayRate * Math.max(0, millis - fromMillis) / 1000);
    if (!isShare) {
      return value * left;
    }
    double difference = value * (strength + PRIOR) / 100;
    return 100 * difference * left / (strength * left + PRIOR);
  }
}
