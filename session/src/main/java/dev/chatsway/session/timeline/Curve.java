package dev.chatsway.session.timeline;

import dev.chatsway.session.DecayLaw;
import dev.chatsway.session.Scale;

/**
 * The curve that the law (docs/interface.md, section 1) describes from a moment on, until the next event.
 *
 * @param fromMillis since 1970, on Redis's clock
 * @param value the value shown then, in [-100, 100]
 * @param strength the sum of both tallies then
 * @param decayRate λ in 1/s
 * @param scale what the value measures
 */
public record Curve(long fromMillis, double value, double strength, double decayRate, Scale scale) {

  /** Returns the value at a later moment; a moment before the curve's start counts as its start. */
  public double at(long millis) {
    double left = DecayLaw.left(decayRate, (millis - fromMillis) * 1e3);
    double difference = DecayLaw.difference(scale, value, strength);
    return DecayLaw.shown(scale, value * left, difference * left, strength * left);
  }
}
