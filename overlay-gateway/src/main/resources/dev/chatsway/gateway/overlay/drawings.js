/*
 * The ways to draw a picture of the curve (motion.js) with the parts of a bar: `scale` is the element that shows all values there are, from end to
 * end; `distance` is how far apart two pictures are, as a part of it; `flight` is where a vote of a side runs, in pixels from the upper or left
 * end of a track. `upright` is whether the bar stands.
 */

/** One bar, whose boundary is the value: for fills it from the left, or from the top. */
const combined = {
  isUpright: (layout) => layout === "vertical",
  scale: ({ rail }) => rail,
  draw({ forPart, againstPart, rope }, picture, upright) {
    const place = placeOf(picture);
    move(forPart, place - 100, upright);
    move(againstPart, place, upright);
    move(rope, place, upright);
  },
  distance: (a, b) => Math.abs(a.value - b.value) / 200,
  flight: ({ rail, rope }, side, upright) => ({
    track: rail,
    from: side === "for" ? 0 : extent(rail, upright),
    to: start(rope, upright) - start(rail, upright),
  }),
};

/** A bar for each side, whose length is its share: they grow to the right, or upwards. */
const split = {
  isUpright: (layout) => layout === "vertical",
  scale: ({ forTrack }) => forTrack,
  draw({ forLength, againstLength }, { shareFor, shareAgainst }, upright) {
    const missing = (share) => (upright ? 100 : -100) * (1 - share);
    move(forLength, missing(shareFor), upright);
    move(againstLength, missing(shareAgainst), upright);
  },
  distance: (a, b) => Math.max(Math.abs(a.shareFor - b.shareFor), Math.abs(a.shareAgainst - b.shareAgainst)),
  flight({ forTrack, forLength, againstTrack, againstLength }, side, upright) {
    const [track, fill] = side === "for" ? [forTrack, forLength] : [againstTrack, againstLength];
    const end = start(fill, upright) - start(track, upright);
    return upright ? { track, from: extent(track, true), to: end } : { track, from: 0, to: Math.max(0, end + extent(track, false)) };
  },
};

/** The last minute as a line; the handle at its end is the value, for above, against below. */
const worm = {
  isUpright: () => true,
  scale: ({ field }) => field,
  draw({ worm: line, rope }, picture, _, now) {
    move(rope, 100 - placeOf(picture), true);
    line.draw(picture.value, now);
  },
  distance: combined.distance,
  flight: ({ field, rope }, side) => ({ track: field, from: side === "for" ? 0 : extent(field, true), to: start(rope, true) - start(field, true) }),
};

export const DRAWINGS = { combined, split, worm };

/** Where the handle of one bar stands, as its for side's percentage. */
function placeOf({ value }) {
  return (value + 100) / 2;
}

function move(element, percent, upright) {
  element.style.transform = `translate${upright ? "Y" : "X"}(${percent}%)`;
}

function start(element, upright) {
  const box = element.getBoundingClientRect();
  return upright ? box.top : box.left;
}

/** The length of an element along the bar, in pixels. */
export function extent(element, upright) {
  return upright ? element.clientHeight : element.clientWidth;
}
