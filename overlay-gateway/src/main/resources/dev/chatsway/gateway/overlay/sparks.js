/** The least time between two sparks of a side, in ms: above 15 votes a second the next one stands for several. */
const BETWEEN = 66;
const FLIGHT = 420;
/** How long a side glows after it gained, in ms. */
const GLOW = 5_000;
const LARGEST = 2.4;

/** Votes landing: a spark runs from the end of the side that was voted for into the handle, and the side that gained of late glows. */
export class Sparks {
  #bar;
  #parts;
  #before = null;
  #waiting = { for: 0, against: 0 };
  #flownAt = { for: -BETWEEN, against: -BETWEEN };
  #gain = 0;
  #gainedAt = 0;
  #glowTimer = 0;

  constructor(bar, parts) {
    this.#bar = bar;
    this.#parts = parts;
  }

  /** Compares a curve's counts with those before and answers whether votes have come since; a plain bar shows none of them landing. */
  count({ forVotes, againstVotes }, now, plain) {
    const before = this.#before;
    this.#before = { forVotes, againstVotes };
    const votesFor = before && forVotes - before.forVotes;
    const votesAgainst = before && againstVotes - before.againstVotes;
    if (!(votesFor >= 0 && votesAgainst >= 0 && votesFor + votesAgainst > 0)) {
      return false; // the first, a reset, or a server that does not count
    }
    if (plain || document.hidden) {
      this.#glow(0);
    } else {
      this.#fly("for", votesFor, now);
      this.#fly("against", votesAgainst, now);
      this.#gain = this.#gain * Math.exp((this.#gainedAt - now) / GLOW) + votesFor - votesAgainst;
      this.#gainedAt = now;
      this.#glow(this.#gain);
    }
    return true;
  }

  #glow(gain) {
    clearTimeout(this.#glowTimer);
    if (Math.abs(gain) < 0.5) {
      this.#bar.removeAttribute("gaining");
      return;
    }
    this.#bar.setAttribute("gaining", gain > 0 ? "for" : "against");
    this.#glowTimer = setTimeout(() => this.#glow(0), GLOW);
  }

  #fly(side, votes, now) {
    this.#waiting[side] += votes;
    if (this.#waiting[side] === 0 || now - this.#flownAt[side] < BETWEEN) {
      return;
    }
    const size = Math.min(LARGEST, Math.sqrt(this.#waiting[side]));
    this.#waiting[side] = 0;
    this.#flownAt[side] = now;
    const spark = document.createElement("div");
    spark.className = `spark ${side}`;
    const split = this.#bar.getAttribute("mode") === "split";
    const { track, from, to } = split ? this.#alongTrack(side) : this.#alongRail(side);
    track.append(spark);
    const flight = spark.animate(
      [
        { transform: `translateX(${from}px) scale(${size})`, opacity: 0 },
        { opacity: 1, offset: 0.25 },
        { transform: `translateX(${to}px) scale(${size})`, opacity: 0.9 },
      ],
      { duration: FLIGHT, easing: "cubic-bezier(0.3, 0, 0.6, 1)" },
    );
    flight.onfinish = () => spark.remove();
    flight.oncancel = flight.onfinish;
  }

  #alongRail(side) {
    const width = this.#parts.rail.clientWidth;
    const handle = this.#parts.rope.getBoundingClientRect().left - this.#parts.rail.getBoundingClientRect().left;
    return { track: this.#parts.rail, from: side === "for" ? 0 : width, to: handle };
  }

  #alongTrack(side) {
    const track = side === "for" ? this.#parts.forTrack : this.#parts.againstTrack;
    const fill = side === "for" ? this.#parts.forLength : this.#parts.againstLength;
    return { track, from: 0, to: Math.max(0, fill.getBoundingClientRect().right - track.getBoundingClientRect().left) };
  }
}
