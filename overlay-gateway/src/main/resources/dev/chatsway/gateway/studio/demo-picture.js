import { BarPicture } from "./bar-picture.js";

const DECAY_RATE = 0.2;
const EVERY = 700;

/** A bar with words of its own, in which a few made-up viewers vote. */
export class Demo {
  #words;
  #picture = new BarPicture();
  #votes = { for: 9, against: 5 };
  #strength = { for: 6, against: 3.5 };
  #timer = 0;
  element = this.#picture.element;

  /** @param words () => {question, forLabel, againstLabel} */
  constructor(words) {
    this.#words = words;
  }

  run(isOn) {
    clearInterval(this.#timer);
    if (isOn) {
      const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
      this.#timer = isStill ? 0 : setInterval(() => document.hidden || this.#vote(), EVERY);
      requestAnimationFrame(() => this.draw()); // once it is in the page
    } else {
      this.#picture.rest(false);
    }
  }

  draw() {
    const { for: pro, against } = this.#strength;
    const settings = { ...this.#words(), mode: "combined", layout: "horizontal", theme: "dark", numbers: "percent", effects: "full", scale: "auto", paused: false };
    const curve = { value: (100 * (pro - against)) / Math.hypot(pro + against, 2), for: pro, against, decayRate: 0, forVotes: this.#votes.for, againstVotes: this.#votes.against };
    this.#picture.show({ ...curve, settings }).catch(() => {}); // without the overlay's styles there is no picture
  }

  #vote() {
    const side = Math.random() < 0.5 + 0.3 * Math.sin(performance.now() / 5000) ? "for" : "against";
    const left = Math.exp((-DECAY_RATE * EVERY) / 1000);
    this.#strength = { for: this.#strength.for * left, against: this.#strength.against * left };
    this.#strength[side]++;
    this.#votes[side]++;
    this.draw();
  }
}
