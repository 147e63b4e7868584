import { clockWords, openWords, resultWords } from "./round-words.js";

/** How far an end may be from the one that is counted down to before it is believed, in ms: messages arrive earlier and later. */
const SAME_END = 400;
/** How much longer than it should a result is shown where no message takes it off, in ms. */
const OVERDUE = 2000;
/** The words of a round come in a message of their own, right behind the one that opens it: screen readers are told this much later, in ms. */
const TOLD_AFTER = 500;

/**
 * <chatsway-round>: the time that is left of a round, then its result. It counts down by itself to one instant, which the first message
 * named. Screen readers hear a round open and end, and no second of it.
 */
export class Round extends HTMLElement {
  #labels = { question: "", forLabel: "", againstLabel: "" };
  #message = null;
  #endsAt = 0;
  #told = "";
  #timer = 0;
  #clearing = 0;
  #parts = null;

  connectedCallback() {
    if (this.#parts) {
      return;
    }
    const part = (parent, tag, name) => {
      const element = document.createElement(tag);
      element.className = name;
      element.dir = "auto";
      parent.append(element);
      return element;
    };
    const box = part(this, "div", "box");
    const left = part(box, "div", "left");
    const card = part(box, "div", "card");
    this.#parts = { left, asked: part(card, "bdi", "asked"), winner: part(card, "bdi", "winner"), score: part(card, "div", "score"), said: part(this, "p", "said") };
    left.setAttribute("aria-hidden", "true");
    card.setAttribute("aria-hidden", "true");
    this.#parts.said.setAttribute("role", "status");
  }

  /** How far the round is: open, frozen (it has ended), result, or empty without one. */
  get phase() {
    return this.getAttribute("phase") ?? "";
  }

  /** The words of the round: those that the bar shows. */
  dress({ question, forLabel, againstLabel }) {
    this.#labels = { question, forLabel, againstLabel };
    this.toggleAttribute("question", question !== "");
    this.#draw();
  }

  /** Follows a value message, with or without a round; the page's root says too how far the round is (`data-round`). */
  show(message) {
    const { round } = message;
    if (round?.endsInMillis !== undefined) {
      const endsAt = performance.now() + round.endsInMillis;
      const known = this.#message?.round;
      if (known?.number !== round.number || known.ending !== round.ending || Math.abs(endsAt - this.#endsAt) > SAME_END) {
        this.#endsAt = endsAt;
      }
    }
    clearTimeout(this.#clearing);
    if (round?.clearsInMillis !== undefined) {
      this.#clearing = setTimeout(() => this.#follow(null), round.clearsInMillis + OVERDUE);
    }
    this.#follow(round ? message : null);
  }

  #follow(message) {
    this.#message = message;
    const round = message?.round;
    const phase = !round ? "" : round.status === "open" ? "open" : round.winner ? "result" : "frozen";
    this.setAttribute("phase", phase);
    document.documentElement.dataset.round = phase;
    this.#draw();
  }

  #draw() {
    clearTimeout(this.#timer);
    const { phase } = this;
    if (phase === "open") {
      const { round, value } = this.#message;
      const millisLeft = this.#endsAt - performance.now();
      const leader = value > 0 ? this.#labels.forLabel || "For" : this.#labels.againstLabel || "Against";
      this.#parts.left.textContent = openWords(round, millisLeft, leader, this.#labels.question !== "");
      document.documentElement.style.setProperty("--round-width", `${this.#parts.left.offsetWidth}px`);
      if (round.endsInMillis !== undefined && millisLeft > 0) {
        this.#timer = setTimeout(() => this.#draw(), millisLeft % 1000 || 1000);
      }
      this.#say(`open ${round.number}`, () => `Voting is open. ${this.#labels.question}`);
    } else if (phase === "frozen") {
      this.#parts.left.textContent = clockWords(0);
    } else if (phase === "result") {
      const [winner, score] = resultWords(this.#message, this.#labels);
      this.#parts.asked.textContent = this.#labels.question;
      this.#parts.winner.textContent = winner;
      this.#parts.score.textContent = score;
      this.setAttribute("winner", this.#message.round.winner);
      this.#say(`result ${this.#message.round.number}`, () => `Voting has ended. ${[winner, score].filter(Boolean).join(", ")}.`);
    }
  }

  /** Says each thing once, although its words may change while they are shown. */
  #say(what, words) {
    if (this.#told !== what) {
      this.#told = what;
      setTimeout(() => (this.#parts.said.textContent = words()), TOLD_AFTER);
    }
  }
}

customElements.define("chatsway-round", Round);
