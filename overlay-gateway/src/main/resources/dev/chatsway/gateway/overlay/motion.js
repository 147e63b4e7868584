import { decayed } from "./law.js";

/** How fast a short correction is absorbed, in 1/s: 2 % of it are left after 224 ms. */
const STIFFNESS = 26;
/**
 * The greatest speed of a correction while others may follow, in lengths of the bar a second: 6 of 760 pixels a frame at 60 Hz. One too long
 * for it goes on at this speed for HOLD seconds, in which a busy chat has sent the next; the last one then makes up for it, LATEST seconds
 * after it came.
 */
const CALM = 0.475;
const HOLD = 0.12;
const LATEST = 0.29;

/** The parts of a picture that glide, and what the length of the bar is in their unit. */
const GLIDING = { value: 200, shareFor: 1, shareAgainst: 1 };

/**
 * What to draw at a given moment: the law's curve, plus a rest of the last correction that fades as a critically damped spring does, so that
 * neither position nor speed jumps and the position never passes the law; it brakes at once when it would. Pure but for what it was told, so
 * a picture does not depend on the frames before it; all times in ms on one monotonic clock.
 */
export class Motion {
  #curve = null;
  #receivedAt = 0;
  #correctedAt = 0;
  #rests = [];
  #frozen = null;

  /** Follows a new curve from now on; blends from what is drawn now, unless there is nothing to blend from or `jump` is set. */
  follow(curve, now, jump) {
    const before = jump ? null : this.at(now);
    const justBefore = jump ? null : this.at(now - 1);
    this.#curve = curve;
    this.#receivedAt = now;
    this.#rests = [];
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

  /** Whether it stands still until it is thawed. */
  get frozen() {
    return this.#frozen !== null;
  }

  /** The picture at a time, or null before the first curve. */
  at(now) {
    if (this.#frozen || !this.#curve) {
      return this.#frozen;
    }
    const picture = this.#law(now);
    const seconds = Math.max(0, now - this.#correctedAt) / 1000;
    this.#rests.forEach(({ name, rest }) => (picture[name] += rest(seconds)));
    picture.value = Math.min(100, Math.max(-100, picture.value));
    return picture;
  }

  #law(now) {
    return decayed(this.#curve, (now - this.#receivedAt) / 1000);
  }

  #blend(before, justBefore, now) {
    const target = this.#law(now);
    const soon = this.#law(now + 1);
    this.#correctedAt = now;
    this.#rests = Object.entries(GLIDING).map(([name, length]) => {
      const speed = 1000 * (before[name] - justBefore[name] - (soon[name] - target[name]));
      return { name, rest: correction(before[name] - target[name], speed, CALM * length) };
    });
  }
}

/** What is left of a correction, as a function of the seconds since it came; `speed` is how fast the distance to the law changes at first. */
function correction(distance, speed, calm) {
  const push = speed + STIFFNESS * distance;
  if (push * distance <= 0 || Math.abs(push) * Math.exp(-1 - speed / push) <= calm) {
    return sprung(distance, push); // its greatest speed is calm
  }
  const towards = -calm * Math.sign(distance);
  const left = distance + (HOLD * (speed + towards)) / 2;
  if (-left * towards <= (calm * calm * (LATEST - HOLD)) / 3) {
    return eased(distance, speed, LATEST); // no room for a hold: it would pass the law
  }
  const later = eased(left, towards, LATEST - HOLD);
  return (seconds) => (seconds < HOLD ? distance + speed * seconds + ((towards - speed) * seconds * seconds) / (2 * HOLD) : later(seconds - HOLD));
}

/** Critically damped; a push of the other sign than the distance would take it past 0. */
function sprung(distance, push) {
  const kept = push * distance > 0 ? push : 0;
  return (seconds) => (distance + kept * seconds) * Math.exp(-STIFFNESS * seconds);
}

/** The cubic that brings a distance and its speed to rest at 0 within a duration; of a speed that would take it past 0 a part is lost at once. */
function eased(distance, speed, duration) {
  const push = Math.max(-3, (speed * duration) / distance);
  return (seconds) => {
    const part = Math.min(1, seconds / duration);
    return distance * (1 - part) ** 2 * (1 + (2 + push) * part);
  };
}
