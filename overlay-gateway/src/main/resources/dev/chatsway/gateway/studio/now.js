import * as api from "./api.js";
import { h } from "./dom.js";
import { sourceList } from "./sources.js";
import { read, votesWithin } from "./timeline.js";
import { ago, signed } from "./times.js";

const EVERY = 1000;
/** The record is asked for each time; the rest and the timeline once in so many. */
const ROUNDS_A_REST = 2;
const ROUNDS_A_TIMELINE = 6;
const HOUR = 60;
const MINUTE = 60_000;
/** Answers after which there is nothing more to show: signed out elsewhere, or deleted. */
const GONE = [401, 404];
const TROUBLE = {
  0: "The server is not answering. Trying again; the buttons do nothing until it is back.",
  503: "The server cannot reach its data (Redis is not answering): votes wait, and the bar shows it.",
};

/** What is wrong when the server refuses to say how a bar is. */
export const troubleWords = ({ status, message }) => TROUBLE[status] ?? message;

/** What the bar is doing now, and what others change in it; asks only while somebody looks. */
export class Now {
  #bar;
  #checklist;
  #chat;
  #tellHour;
  #lost;
  #timer = 0;
  #round = 0;
  #value = h("dd", {}, "…");
  #votes = h("dd", {}, "…");
  #last = h("dd", {}, "…");
  #clients = h("dd", {}, "…");
  #trouble = h("p", { class: "problem", role: "status" });
  #sources = sourceList();

  /**
   * @param bar the record, which is kept up to date
   * @param others {checklist and chat: are told what was found out; tellHour: is given every timeline of the last hour, as the outcome of a settled
   *     promise; lost: called when the bar is gone, or its visitor signed out}
   */
  constructor(bar, { checklist, chat, tellHour, lost }) {
    this.#bar = bar;
    this.#checklist = checklist;
    this.#chat = chat;
    this.#tellHour = tellHour;
    this.#lost = lost;
    const facts = [
      ["Value", this.#value],
      ["Votes in the last minute", this.#votes],
      ["Last vote", this.#last],
      ["Overlays besides this preview", this.#clients],
    ].map(([name, value]) => h("div", {}, h("dt", {}, name), value));
    this.element = h("div", { class: "stack" }, this.#trouble, h("dl", { class: "now", "aria-label": "Now" }, ...facts), this.#sources.element);
  }

  start() {
    this.#timer = setInterval(() => document.hidden || this.#ask(), EVERY);
    this.look();
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = 0;
  }

  /** At once, all of it: something was just done. */
  look() {
    this.#round = 0;
    return this.#ask();
  }

  async #ask() {
    const round = this.#round++;
    const { id, overlayId } = this.#bar.session;
    if (round % ROUNDS_A_TIMELINE === 0) {
      this.#askTimeline(id);
    }
    if (round % ROUNDS_A_REST === 0) {
      this.#askRest(id, overlayId);
    }
    const [record] = await Promise.allSettled([this.#bar.refresh()]);
    if (this.#timer === 0) {
      return; // another page is shown
    }
    if (GONE.includes(record.reason?.status)) {
      this.stop();
      this.#lost();
      return;
    }
    this.#say(record.status === "fulfilled" ? "" : troubleWords(record.reason));
  }

  async #askRest(id, overlayId) {
    const [value, clients, sources] = await Promise.allSettled([api.snapshot(overlayId), api.clients(id), api.sources(id)]);
    write(this.#value, value, ({ value, settings }) => standing(value, settings));
    write(this.#clients, clients, (count) => String(Math.max(0, count.clients - 1)));
    if (clients.status === "fulfilled") {
      this.#checklist.clients(clients.value);
    }
    if (sources.status === "fulfilled") {
      this.#checklist.sources(sources.value);
      this.#chat.show(sources.value);
    }
  }

  #say(words) {
    if (this.#trouble.textContent !== words) {
      this.#trouble.textContent = words;
    }
  }

  async #askTimeline(id) {
    const [hour] = await Promise.allSettled([api.timeline(id, HOUR)]);
    this.#tellHour(hour);
    write(this.#votes, hour, (timeline) => perMinute(read(timeline), this.#bar.session.settings));
    write(this.#last, hour, (timeline) => lastVoteWords(read(timeline)));
    if (hour.status === "fulfilled") {
      this.#checklist.timeline(hour.value);
      this.#sources.show(read(hour.value), this.#bar.session);
    }
  }
}

function lastVoteWords({ now, lastVote, isNew }) {
  return lastVote ? ago(now - lastVote) : isNew ? "none yet" : "none in 12 hours";
}

function perMinute(timeline, { forLabel, againstLabel }) {
  const { pro, contra } = votesWithin(timeline, MINUTE);
  return `${pro} ${forLabel || "left"} · ${contra} ${againstLabel || "right"}`;
}

/** Where the bar stands, and whose side that is. */
function standing(value, { forLabel, againstLabel }) {
  const words = signed(value);
  return words === "0" ? "0, neutral" : `${words} ${value > 0 ? forLabel || "left" : againstLabel || "right"}`;
}

function write(element, { status, value, reason }, words) {
  const text = status === "fulfilled" ? words(value) : reason.status === 0 ? "not answering" : "unknown";
  element.classList.toggle("bad", status !== "fulfilled");
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
