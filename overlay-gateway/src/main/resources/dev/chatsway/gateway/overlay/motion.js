import { decayed } from "./law.js";

/** How fast a correction is absorbed, in 1/s: 2 % of it is left after 225 ms, less than 0.5 points of the longest jump after 300 ms. */
const STIFFNESS = 28;

const BLENDED = ["value", "shareFor", "shareAgainst"];

/**
 * What to draw at a given moment: the law's curve, plus a rest of every earlier correction that fades as a critically damped spring does, so
 * that the position never jumps and never passes the law; it brakes at once when it would. Pure but for what it was told; all times in ms on one monotonic clock.
 */
export class Motion {
  #curve = null;
  #receivedAt = 0;
  #rests = new Map();
  #frozen = null;

  /** Follows a new curve from now on; blends from what is drawn now, unless there is nothing to blend from or `jump` is set. */
  follow(curve, now, jump) {
    const before = jump ? null : this.at(now);
    const justBefore = jump ? null : this.at(now - 1);
    this.#curve = curve;
    this.#receivedAt = now;
    this.#rests.clear();
    if (this.#frozen) {
      this.#frozen = before ?? this.#law(now);
    } else if (before) {
      this.#blend(before, justBefore, now);
    }
  }

  /** Stands still where it is drawn now: nobody knows how the curve goes on. */
  freeze(now) {
    this.#frozen ??= this.at(now);
  }

  /** Goes on with the newest curve, blending from where it stood. */
  thaw(now) {
    const stood = this.#frozen;
    this.#frozen = null;
    if (stood && this.#curve) {
      this.#blend(stood, stood, now);
    }
  }

  /** The picture at a time, or null before the first curve. */
  at(now) {
    if (this.#frozen || !this.#curve) {
      return this.#frozen;
    }
    const picture = this.#law(now);
    for (const [name, rest] of this.#rests) {
      picture[name] += restAt(rest, now);
    }
    picture.value = Math.min(100, Math.max(-100, picture.value));
    return picture;
  }

  #law(now) {
    return decayed(this.#curve, (now - this.#receivedAt) / 1000);
  }

  #blend(before, justBefore, now) {
    const target = this.#law(now);
    const soon = this.#law(now + 1);
    for (const name of BLENDED) {
      const distance = before[name] - target[name];
      const speed = 1000 * (before[name] - justBefore[name] - (soon[name] - target[name]));
      const push = speed + STIFFNESS * distance;
      this.#rests.set(name, { distance, push: push * distance > 0 ? push : 0, since: now }); // of opposite signs, it would pass the law
    }
  }
}

function restAt({ distance, push, since }, now) {
  const seconds = Math.max(0, now - since) / 1000;
  return (distance + push * seconds) * Math.exp(-STIFFNESS * seconds);
}
