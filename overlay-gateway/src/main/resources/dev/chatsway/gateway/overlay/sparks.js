/** The least time between two sparks of a side, in ms: above 15 votes a second the next one stands for several. */
const BETWEEN = 66;
const FLIGHT = 420;
/** How long a side glows after it gained, in ms. */
const GLOW = 5_000;
const LARGEST = 2.4;

/** Votes landing: a spark runs from the end of the side that was voted for into the handle, and the side that gained of late glows. */
export class Sparks {
  #bar;
  #before = null;
  #waiting = { for: 0, against: 0 };
  #flownAt = { for: -BETWEEN, against: -BETWEEN };
  #gain = 0;
  #gainedAt = 0;
  #glowTimer = 0;

  constructor(bar) {
    this.#bar = bar;
  }

  /**
   * Compares a curve's counts with those before and answers whether votes have come since.
   *
   * @param flight where a vote of a side runs (drawings.js), or null: a plain bar shows none landing
   */
  count({ forVotes, againstVotes }, now, flight) {
    const before = this.#before;
    this.#before = { forVotes, againstVotes };
    const votesFor = before && forVotes - before.forVotes;
    const votesAgainst = before && againstVotes - before.againstVotes;
    if (!(votesFor >= 0 && votesAgainst >= 0 && votesFor + votesAgainst > 0)) {
      return false; // the first, a reset, or a server that does not count
    }
    if (!flight || document.hidden) {
      this.#glow(0);
    } else {
      this.#fly("for", votesFor, now, flight);
      this.#fly("against", votesAgainst, now, flight);
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

  #fly(side, votes, now, flight) {
    this.#waiting[side] += votes;
    if (this.#waiting[side] === 0 || now - this.#flownAt[side] < BETWEEN) {
      return;
    }
    const size = Math.min(LARGEST, Math.sqrt(this.#waiting[side]));
    this.#waiting[side] = 0;
    this.#flownAt[side] = now;
    const spark = document.createElement("div");
    spark.className = `spark ${side}`;
    const { track, from, to, axis } = flight(side);
    track.append(spark);
    const run = spark.animate(
      [
        { transform: `translate${axis}(${from}px) scale(${size})`, opacity: 0 },
        { opacity: 1, offset: 0.25 },
        { transform: `translate${axis}(${to}px) scale(${size})`, opacity: 0.9 },
      ],
      { duration: FLIGHT, easing: "cubic-bezier(0.3, 0, 0.6, 1)" },
    );
    run.onfinish = () => spark.remove();
    run.oncancel = run.onfinish;
  }
}
