const SVG_NAMESPACE = "http://www.w3.org/2000/svg";
/** How finely the line is kept: this many points over its whole length. */
const POINTS = 800;
/** A line whose values differ by less than this, in points of the bar, looks the same while it moves on. */
const LEVEL = 0.05;

/**
 * The curve of the last `span` seconds as a line that ends at the right edge: what was drawn, which is the law from 300 ms after a change on.
 * It has a gap where nothing was known. Its drawing is in seconds from now and in points, so that it knows no sizes.
 */
export class Worm {
  /** How many seconds of the curve are kept. */
  span = 60;
  /** The drawing, as large as its parent. */
  element;
  #paths;
  #runs = []; // of points {at, value}, oldest first; between two runs nothing was known
  #isOpen = false;

  constructor(parent) {
    this.element = shape(parent, "svg", { class: "worm", preserveAspectRatio: "none", "aria-hidden": "true" });
    const side = shape(shape(this.element, "defs"), "linearGradient", { id: "worm-side", gradientUnits: "userSpaceOnUse", x1: 0, x2: 0, y1: -1, y2: 1 });
    ["for", "against"].forEach((name) => shape(side, "stop", { class: name, offset: 0.5 }));
    this.#paths = ["area", "halo", "line"].map((name) => shape(this.element, "path", { class: name }));
  }

  /** Keeps what a motion has drawn up to now. It has to hear of every change to the motion before that is made. */
  record(motion, now) {
    const picture = motion.frozen ? null : motion.at(now);
    if (!picture) {
      this.#isOpen = false;
      return;
    }
    if (!this.#isOpen) {
      this.#isOpen = true;
      this.#runs.push([{ at: now, value: picture.value }]);
      return;
    }
    const step = (1000 * this.span) / POINTS;
    const run = this.#runs.at(-1);
    for (let at = Math.max(run.at(-1).at, now - 1000 * this.span) + step; at <= now; at += step) {
      run.push({ at, value: motion.at(at).value });
    }
    this.#forget(now - 1000 * this.span);
  }

  /** Draws it to now, where its value is given. */
  draw(value, now) {
    const runs = this.#runs.map((run, i) => (this.#isOpen && i === this.#runs.length - 1 ? [...run, { at: now, value }] : run));
    const lines = runs.map((run) => run.map((point) => `${((point.at - now) / 1000).toFixed(3)} ${(-point.value).toFixed(2)}`).join("L"));
    const areas = runs.map((run, i) => `M${(run[0].at - now) / 1000} 0L${lines[i]}L${(run.at(-1).at - now) / 1000} 0Z`);
    const line = lines.map((each) => `M${each}`).join("");
    this.element.setAttribute("viewBox", `${-this.span} -100 ${this.span} 200`);
    this.#paths.forEach((path, i) => path.setAttribute("d", i === 0 ? areas.join("") : line));
  }

  /** Whether the line looks the same while it moves on: it is level and reaches from edge to edge. */
  isLevel(value, now) {
    const [first] = this.#runs;
    const isWhole = this.#runs.length === 1 && first[0].at <= now - 1000 * this.span + 500;
    return isWhole && first.every((point) => Math.abs(point.value - value) < LEVEL);
  }

  /** Forgets all but the newest point before a time, so that the line reaches the left edge. */
  #forget(time) {
    while (this.#runs.length > 1 && this.#runs[0].at(-1).at < time) {
      this.#runs.shift();
    }
    const [first] = this.#runs;
    const kept = first.findIndex((point) => point.at >= time);
    first.splice(0, Math.max(0, kept - 1));
  }
}

function shape(parent, tag, attributes = {}) {
  const element = document.createElementNS(SVG_NAMESPACE, tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  parent.append(element);
  return element;
}
