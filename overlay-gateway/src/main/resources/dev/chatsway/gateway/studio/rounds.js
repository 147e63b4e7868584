import { freshId, h, say } from "./dom.js";
import { openLine, resultLine } from "./round-words.js";
import { wallClock } from "./times.js";

const EVERY = 1000;
const SHOWN_RESULTS = 10;

/**
 * The rounds of a bar: a form that opens one, how the open one stands, and the last results. Asks once a second, and only while somebody
 * looks. What is pressed is answered in words; until then it cannot be pressed again.
 */
export class Rounds {
  #api;
  #settings;
  #timer = 0;
  #turn = 0;
  #busy = false;
  #state = h("p", { class: "round-state", role: "status" }, "Looking …");
  #left = h("p", { class: "round-left", "aria-hidden": "true" });
  #problem = h("p", { class: "problem", role: "alert" });
  #close = h("button", { type: "button", class: "primary", hidden: true, onclick: () => this.#act("Closing …", () => this.#api.closeRound(), "The round was closed.") }, "Close the round now");
  #results = h("ol", { class: "results", reversed: true });
  #past = h("div", { class: "stack", hidden: true }, h("h3", {}, "Last results"), this.#results);
  #form;

  /** @param api {rounds(), openRound(request), closeRound()}; @param settings () => the bar's, for what is left empty */
  constructor(api, settings) {
    this.#api = api;
    this.#settings = settings;
    this.#form = new RoundForm((request) => this.#act("Opening …", () => this.#api.openRound(request), "The round is open: votes start at zero."));
    this.element = h("div", { class: "stack rounds" }, this.#state, this.#left, this.#close, this.#form.element, this.#problem, this.#past);
  }

  start() {
    this.#timer = setInterval(() => document.hidden || this.look(), EVERY);
    this.look();
  }

  stop() {
    clearInterval(this.#timer);
  }

  /** Asks how the rounds are; says so if nobody answers. */
  async look() {
    if (this.#busy) {
      return;
    }
    const turn = ++this.#turn;
    try {
      const rounds = await this.#api.rounds();
      if (turn === this.#turn) {
        this.#show(rounds);
        this.#disable(false);
      }
    } catch (refusal) {
      if (turn === this.#turn) {
        write(this.#state, `Not up to date: ${refusal.message}`);
        this.#disable(true); // what is pressed would not arrive
      }
    }
  }

  async #act(pending, work, words) {
    if (this.#busy) {
      return;
    }
    this.#busy = true;
    this.#turn++;
    this.#disable(true);
    this.#problem.textContent = "";
    write(this.#state, pending);
    try {
      this.#show(await work());
      say(words);
    } catch (refusal) {
      const error = refusal.errors?.[0];
      this.#problem.textContent = error ? `Not done. Allowed: ${error.allowed}.` : `Not done. ${refusal.message}`;
    } finally {
      this.#busy = false;
      this.#disable(false);
      this.look();
    }
  }

  #disable(disabled) {
    this.#close.disabled = disabled;
    this.#form.element.disabled = disabled;
  }

  #show({ now, open, shownUntil, results }) {
    const at = Date.parse(now);
    this.#close.hidden = !open;
    this.#form.element.hidden = Boolean(open);
    this.#form.hints(this.#settings());
    if (open) {
      write(this.#state, "A round is open.");
      write(this.#left, openLine(open, open.endsAt && Date.parse(open.endsAt) - at));
    } else {
      write(this.#state, shownUntil ? "The result is on the stream." : "No round is open.");
      write(this.#left, shownUntil ? `${resultLine(results[0])}. Shown for another ${Math.ceil((Date.parse(shownUntil) - at) / 1000)} s.` : "");
    }
    this.#past.hidden = results.length === 0;
    const newest = results[0] ? `${results.length} ${results[0].number}` : "";
    if (this.#results.dataset.newest !== newest) {
      this.#results.dataset.newest = newest;
      const shown = results.slice(0, SHOWN_RESULTS);
      const { time } = wallClock(Math.min(...shown.map(({ endedAt }) => Date.parse(endedAt))), Date.now());
      this.#results.replaceChildren(...shown.map((result) => h("li", { value: String(result.number) }, h("span", { class: "hint" }, time(Date.parse(result.endedAt))), " ", h("bdi", {}, resultLine(result)))));
    }
  }
}

/** Seconds, and what they are called; 0 is left out of a request. */
const TIMERS = [[30, "30 seconds"], [60, "1 minute"], [120, "2 minutes"], [300, "5 minutes"], [600, "10 minutes"], [0, "When I close it"]];
const HOLDS = [[0, "Never"], [5, "At 80 for 5 s"], [10, "At 80 for 10 s"], [30, "At 80 for 30 s"]];

class RoundForm {
  #question = h("input", { type: "text", autocomplete: "off", maxlength: "120" });
  #for = h("input", { type: "text", autocomplete: "off", maxlength: "40" });
  #against = h("input", { type: "text", autocomplete: "off", maxlength: "40" });
  #seconds = options(TIMERS, 60);
  #hold = options(HOLDS, 0);

  constructor(open) {
    const submit = (event) => {
      event.preventDefault();
      open(this.#request());
    };
    this.element = h(
      "fieldset",
      { class: "plain", "aria-label": "A new round" },
      h(
        "form",
        { class: "stack", onsubmit: submit },
        labelled("What are you asking?", this.#question),
        h("div", { class: "choices" }, labelled("Left option", this.#for), labelled("Right option", this.#against), labelled("It ends after", this.#seconds), labelled("A side wins early", this.#hold)),
        h("p", { class: "hint" }, "A round is one question with an end. The bar starts at neutral, and when time is up, most votes win; a side can win early by staying at 80 or beyond. The result is on the stream for 10 seconds. Without a round the bar just follows chat. Empty fields use the bar’s own question and options."),
        h("p", {}, h("button", { type: "submit", class: "primary" }, "Open the round")),
      ),
    );
  }

  /** Shows what an empty field stands for. */
  hints({ question, forLabel, againstLabel }) {
    this.#question.placeholder = question ?? "";
    this.#for.placeholder = forLabel ?? "";
    this.#against.placeholder = againstLabel ?? "";
  }

  #request() {
    const texts = { question: this.#question.value.trim(), for: this.#for.value.trim(), against: this.#against.value.trim() };
    const numbers = { seconds: Number(this.#seconds.value), holdSeconds: Number(this.#hold.value) };
    return Object.fromEntries(Object.entries({ ...texts, ...numbers }).filter(([, value]) => value));
  }
}

function options(words, chosen) {
  return h("select", { value: String(chosen) }, ...words.map(([value, name]) => h("option", { value: String(value) }, name)));
}

function labelled(words, input) {
  input.id = freshId();
  return h("div", { class: "field" }, h("label", { for: input.id }, words), input);
}

function write(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
