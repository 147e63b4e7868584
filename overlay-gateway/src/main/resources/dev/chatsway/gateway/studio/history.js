import * as api from "./api.js";
import { Chart } from "./chart.js";
import { h } from "./dom.js";
import { isQuiet, key, summary, table } from "./history-words.js";
import { signed } from "./times.js";
import { read } from "./timeline.js";

const HOUR = 60;
const ALL = 720;
const EVERY = 30_000;
const SLOW = 3000;
const MINUTE = 60_000;

/** What happened: the last hour, kept up by who asks for it anyway, or all 12 hours, asked for here; to look at, to read and to take away. */
export class History {
  #session;
  #minutes = HOUR;
  #timer = 0;
  #slow = 0;
  #hour = null;
  #shown = null;
  #chart = new Chart((point) => this.#point(point));
  #words = h("p", { class: "hint" });
  #pointed = h("p", { class: "pointed hint", "aria-hidden": "true" });
  #state = h("p", { class: "state" }, "Looking …");
  #rows = h("div", { class: "rows", tabindex: "0", role: "region", "aria-label": "What happened, as a table" });
  #asTable = h("details", { ontoggle: () => this.#table() }, h("summary", {}, "The same as a table"), this.#rows);

  constructor(session) {
    this.#session = session;
    const range = (minutes, words) =>
      h("label", { class: "check" }, h("input", { type: "radio", name: "range", value: minutes, checked: minutes === HOUR, onchange: () => this.#choose(minutes) }), words);
    const download = (suffix, words) => h("a", { class: "button", href: api.timelineUrl(session.id, suffix), download: suffix ? "" : "chatsway-timeline.json" }, words);
    this.element = h(
      "div",
      { class: "stack history" },
      h("div", { class: "row", role: "group", "aria-label": "How far back" }, range(HOUR, "Last hour"), range(ALL, "Last 12 hours")),
      h("figure", { "aria-label": "The value over time" }, h("div", { class: "canvas" }, this.#chart.element, this.#state), this.#pointed, h("figcaption", {}, this.#words)),
      this.#asTable,
      h("div", { class: "row" }, h("span", { class: "hint" }, "Download all 12 hours, one line for every 10 seconds:"), download(".csv", "CSV"), download("", "JSON")),
    );
    this.#awaitAnswer();
  }

  /** Takes the last hour, as {status, value} or {status, reason} of a settled promise. */
  take(hour) {
    this.#hour = hour;
    if (this.#minutes === HOUR) {
      this.#show(hour);
    }
  }

  stop() {
    clearInterval(this.#timer);
    clearTimeout(this.#slow);
    this.#chart.stop();
  }

  #choose(minutes) {
    this.#minutes = minutes;
    clearInterval(this.#timer);
    if (minutes === HOUR && this.#hour) {
      this.#show(this.#hour);
    } else if (minutes === ALL) {
      this.#awaitAnswer();
      this.#load();
      this.#timer = setInterval(() => document.hidden || this.#load(), EVERY);
    }
  }

  async #load() {
    const [all] = await Promise.allSettled([api.timeline(this.#session.id, ALL)]);
    if (this.#minutes === ALL) {
      this.#show(all);
    }
  }

  #awaitAnswer() {
    this.#say("Looking …");
    clearTimeout(this.#slow);
    this.#slow = setTimeout(() => this.#say("This takes longer than usual …"), SLOW);
  }

  #show({ status, value, reason }) {
    clearTimeout(this.#slow);
    if (status === "rejected") {
      this.#say(`Not up to date: ${reason.message} Trying again.`);
      return;
    }
    const timeline = read(value, this.#session.settings.paused);
    this.#shown = timeline;
    const quiet = isQuiet(timeline);
    this.#say(quiet ? `Nothing happened in ${this.#minutes === HOUR ? "the last hour" : "12 hours"}. Votes will be drawn here.` : "");
    this.#words.textContent = quiet ? "" : `${summary(timeline, this.#session.settings)} ${key(this.#session.settings)}`;
    this.#chart.show(timeline);
    this.#table();
  }

  #say(words) {
    this.#state.textContent = words;
  }

  #table() {
    if (this.#asTable.open && this.#shown) {
      this.#rows.replaceChildren(table(this.#shown, this.#minutes === HOUR ? MINUTE : 10 * MINUTE, this.#session.settings));
    }
  }

  #point(point) {
    this.#pointed.textContent = point ? `${this.#shown.clock.timeWithSeconds(point.at)}: ${signed(point.value)}, ${point.for} votes for, ${point.against} against` : "";
  }
}
