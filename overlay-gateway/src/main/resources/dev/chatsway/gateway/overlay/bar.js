import { buildParts } from "./bar-parts.js";
import { DRAWINGS, extent } from "./drawings.js";
import { Motion } from "./motion.js";
import { Sparks } from "./sparks.js";

/** The smallest movement worth a frame, in device pixels. */
const HAIR = 1 / 8;
/** How far ahead the bar looks for its next visible change, in ms. A change within EVERY_FRAME is drawn frame by frame. */
const LOOK_AHEAD = [0, 32, 250, 500, 1000, 2000, 4000, 8000];
const EVERY_FRAME = 250;
/** With `prefers-reduced-motion` the bar moves in steps this far apart, in ms. */
const REDUCED_STEP = 500;
/** How often a line moves on that nothing else moves, in ms: a third to half a pixel at a time. */
const CRAWL = 40;
/** Below this strength of both sides together a bar looks as if it had no votes. */
const UNVOTED = 0.05;
/** How long after the last vote the bar says again how to vote, in ms. */
const HINT_AGAIN = 20_000;

const strength = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const count = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");

/**
 * <chatsway-bar>: draws, and knows nothing of sockets. It is told curves (`show`), whether they can be believed (`stale`) and what it looks
 * like (`dress`), asks for frames only while something visible moves, and wakes itself by a timer when the next change is far off.
 */
export class Bar extends HTMLElement {
  #motion = new Motion();
  #parts = null;
  #look = { numbers: "none", hint: "off", effects: "off" };
  #drawing = DRAWINGS.combined;
  #isUpright = false;
  #pixels = 0;
  #frame = 0;
  #timer = 0;
  #drawn = null;
  #sparks = null;
  #hintTimer = 0;
  #refit = () => this.#measure();

  connectedCallback() {
    document.fonts.addEventListener("loadingdone", this.#refit);
    if (this.#parts) {
      return;
    }
    this.#parts = buildParts(this);
    this.#sparks = new Sparks(this);
    this.toggleAttribute("blank", true);
    const sizes = new ResizeObserver(() => this.#measure());
    [this, this.#parts.field, this.#parts.forTrack].forEach((element) => sizes.observe(element));
  }

  disconnectedCallback() {
    document.fonts.removeEventListener("loadingdone", this.#refit);
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    clearTimeout(this.#hintTimer);
    this.#frame = this.#timer = this.#hintTimer = 0;
  }

  /**
   * Texts as plain text, the mode (combined | split | worm) and the seconds of a worm, the layout (horizontal | vertical | compact), which numbers
   * are written out, when to say how to vote, and whether votes are seen to land.
   */
  dress({ question, forLabel, againstLabel, forTrigger, againstTrigger, forChannels, againstChannels, mode, span, layout, numbers, counts, hint, effects }) {
    this.#look = { numbers, hint: forTrigger && againstTrigger ? hint : "off", effects };
    this.#drawing = DRAWINGS[mode];
    this.#isUpright = this.#drawing.isUpright(layout);
    this.#parts.worm.span = span;
    this.setAttribute("mode", mode);
    this.setAttribute("layout", layout);
    this.toggleAttribute("rows", layout === "horizontal" && mode !== "combined");
    this.setAttribute("numbers", numbers);
    this.toggleAttribute("counts", counts || numbers === "votes");
    this.toggleAttribute("question", question !== "");
    this.#parts.question.textContent = question;
    this.#parts.forHows.forEach((how) => tell(how, forTrigger, forChannels));
    this.#parts.againstHows.forEach((how) => tell(how, againstChannels.length > 0 ? forTrigger : againstTrigger, againstChannels));
    this.#hint();
    this.#parts.forLabel.textContent = forLabel;
    this.#parts.againstLabel.textContent = againstLabel;
    this.setAttribute("aria-label", `${question ? `${question} ` : ""}${forLabel || "For"} versus ${againstLabel || "Against"}`);
    this.#measure();
    this.#requestFrame();
  }

  /** Follows a new curve; `jump` shows it at once instead of blending, as after a reconnect. */
  show(curve, jump) {
    const now = performance.now();
    this.#parts.worm.record(this.#motion, now);
    this.#motion.follow(curve, now, jump || reducedMotion.matches);
    this.toggleAttribute("blank", false);
    this.setAttribute("role", "meter");
    this.setAttribute("aria-valuemin", "-100");
    this.setAttribute("aria-valuemax", "100");
    this.setAttribute("aria-valuenow", String(Math.round(curve.value)));
    this.#count(curve);
    const isPlain = jump || this.#look.effects === "off" || reducedMotion.matches;
    const landed = this.#sparks.count(curve, now, isPlain ? null : (side) => this.#flight(side));
    this.#hint(landed);
    this.#plan(now);
  }

  #flight(side) {
    return { ...this.#drawing.flight(this.#parts, side, this.#isUpright), axis: this.#isUpright ? "Y" : "X" };
  }

  /** Votes since the last reset; they neither decay nor glide, so they are written when they come. */
  #count({ forVotes, againstVotes }) {
    const before = `${this.#parts.forCount.textContent} ${this.#parts.againstCount.textContent}`.length;
    write(this.#parts.forCount, asCount(forVotes));
    write(this.#parts.againstCount, asCount(againstVotes));
    if (this.hasAttribute("counts") && before !== `${this.#parts.forCount.textContent} ${this.#parts.againstCount.textContent}`.length) {
      this.#measure(); // a digit more leaves the words less room
    }
  }

  /** Says how to vote: always, never, or until votes flow and again when they have stopped. */
  #hint(landed = false) {
    if (this.#look.hint === "auto") {
      if (landed) {
        clearTimeout(this.#hintTimer);
        this.#hintTimer = setTimeout(() => {
          this.#hintTimer = 0;
          this.#hint();
        }, HINT_AGAIN);
      }
      this.toggleAttribute("hint", this.#hintTimer === 0);
    } else {
      this.toggleAttribute("hint", this.#look.hint === "always");
    }
  }

  /** A stale bar stands still where it was last drawn, until it is fresh again. */
  set stale(stale) {
    const now = performance.now();
    this.#parts.worm.record(this.#motion, now);
    if (stale) {
      this.#motion.freeze(now);
    } else {
      this.#motion.thaw(now);
    }
    this.#plan(now);
  }

  /** Whether nothing visible is going on: no frame and no timer is due. */
  get atRest() {
    return this.#frame === 0 && this.#timer === 0;
  }

  /** Words that do not fit are set no larger than usual, then smaller, and only then cut off. */
  #measure() {
    const labels = [this.#parts.forLabel, this.#parts.againstLabel];
    const overflow = (label) => label.scrollWidth > label.clientWidth || label.scrollHeight > label.clientHeight;
    ["snug", "tight"].forEach((step) => this.removeAttribute(step));
    ["snug", "tight"].forEach((step) => this.toggleAttribute(step, labels.some(overflow)));
    this.#pixels = extent(this.#drawing.scale(this.#parts), this.#isUpright) * devicePixelRatio;
    this.#plan(performance.now());
  }

  #requestFrame() {
    this.#frame ||= requestAnimationFrame((now) => this.#draw(now));
  }

  #draw(now) {
    this.#frame = 0;
    const picture = this.#motion.at(now);
    if (!picture) {
      return;
    }
    const parts = this.#parts;
    parts.worm.record(this.#motion, now);
    this.#drawing.draw(parts, picture, this.#isUpright, now);
    if (this.#look.numbers === "strength") {
      write(parts.forStrength, asNumber(picture.for));
      write(parts.againstStrength, asNumber(picture.against));
    } else if (this.#look.numbers === "percent") {
      const percent = percentFor(picture);
      write(parts.forPercent, unvoted(picture) ? "" : `${percent}%`);
      write(parts.againstPercent, unvoted(picture) ? "" : `${100 - percent}%`);
    }
    this.toggleAttribute("unvoted", unvoted(picture));
    this.#drawn = picture;
    this.#plan(now);
  }

  /** Asks for the frame, or the timer before a frame, of the next change that can be seen; for nothing when none is in sight. */
  #plan(now) {
    clearTimeout(this.#timer);
    this.#timer = 0;
    const picture = this.#motion.at(now);
    if (!picture) {
      return;
    }
    const wait = LOOK_AHEAD.find((ms) => this.#differs(this.#motion.at(now + ms))) ?? Infinity;
    const crawls = this.#drawing === DRAWINGS.worm && !this.#motion.frozen && !this.#parts.worm.isLevel(picture.value, now);
    if (reducedMotion.matches && wait > 0 && (crawls || wait < Infinity)) {
      this.#timer = setTimeout(() => this.#requestFrame(), crawls ? REDUCED_STEP : Math.max(REDUCED_STEP, wait / 2));
    } else if (wait <= (crawls ? CRAWL : EVERY_FRAME)) {
      this.#requestFrame();
    } else if (crawls || wait < Infinity) {
      this.#timer = setTimeout(() => this.#requestFrame(), crawls ? CRAWL : wait / 2);
    }
  }

  #differs(later) {
    const drawn = this.#drawn;
    if (!drawn) {
      return true;
    }
    const moved = this.#drawing.distance(later, drawn) * this.#pixels;
    return moved > HAIR || unvoted(later) !== unvoted(drawn) || this.#numbersDiffer(later, drawn);
  }

  #numbersDiffer(later, drawn) {
    switch (this.#look.numbers) {
      case "strength":
        return asNumber(later.for) !== asNumber(drawn.for) || asNumber(later.against) !== asNumber(drawn.against);
      case "percent":
        return percentFor(later) !== percentFor(drawn);
      default:
        return false;
    }
  }
}

/** What the handle shows, as the share of the bar that is on its for side, in whole percent. */
function percentFor(picture) {
  return Math.round((picture.value + 100) / 2);
}

function unvoted(picture) {
  return picture.for + picture.against < UNVOTED && Math.abs(picture.value) < 1;
}

function asNumber(tally) {
  return strength.format(tally < 100 ? Math.round(tally) : tally);
}

/** Whole up to five digits, then short; nothing where the server does not count. */
function asCount(votes) {
  return votes === undefined ? "" : votes < 100_000 ? count.format(votes) : strength.format(votes);
}

function write(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** Writes how to vote for a side: what to type and, if only some channels vote for it, where. */
function tell({ trigger, where }, text, channels) {
  write(trigger, text);
  const names = document.createElement("bdi");
  names.textContent = channels.join(" or ");
  where.replaceChildren(...(channels.length > 0 ? [" in ", names, "’s chat"] : []));
}

customElements.define("chatsway-bar", Bar);
