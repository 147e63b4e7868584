/** Strength that stands for neither side in `scale: share`, so that a single vote does not pin the bar. */
const NEUTRAL_STRENGTH = 3;

/**
 * The law of the bar (docs/interface.md, section 1): what a curve has become some time after it was received.
 *
 * @param curve {value, for, against, decayRate, scale}: value in [-100, 100], tallies >= 0, decayRate in 1/s
 * @param seconds time since its receipt; counts as 0 when negative
 * @returns value in [-100, 100], both tallies, and both shares in [0, 1] (what the split mode draws)
 */
export function decayed(curve, seconds) {
  const left = Math.exp(-curve.decayRate * Math.max(0, seconds));
  const tallyFor = curve.for * left;
  const tallyAgainst = curve.against * left;
  const whole = tallyFor + tallyAgainst + NEUTRAL_STRENGTH;
  return {
    value: curve.scale === "share" ? (100 * (tallyFor - tallyAgainst)) / whole : curve.value * left,
    for: tallyFor,
    against: tallyAgainst,
    shareFor: tallyFor / whole,
    shareAgainst: tallyAgainst / whole,
  };
}
