/** Strength that stands for neither side in `scale: share`, so that a single vote does not pin the bar. */
const NEUTRAL_STRENGTH = 3;
/** The same for `scale: auto`, as a square: a single vote moves the bar by less than half, a busy chat is shown as it votes. */
const AUTO_NEUTRAL_SQUARE = 4;

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
    value: valueOf(curve, left, tallyFor, tallyAgainst),
    for: tallyFor,
    against: tallyAgainst,
    shareFor: tallyFor / whole,
    shareAgainst: tallyAgainst / whole,
  };
}

function valueOf({ value, scale }, left, tallyFor, tallyAgainst) {
  const votes = tallyFor + tallyAgainst;
  const lead = 100 * (tallyFor - tallyAgainst);
  switch (scale) {
    case "share":
      return lead / (votes + NEUTRAL_STRENGTH);
    case "auto":
      return lead / Math.sqrt(votes * votes + AUTO_NEUTRAL_SQUARE);
    default:
      return value * left;
  }
}
