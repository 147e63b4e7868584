import * as api from "./api.js";
import { h } from "./dom.js";
import { sourceList } from "./sources.js";
import { read, votesWithin } from "./timeline.js";
import { ago, signed } from "./times.js";

const EVERY = 2000;
const ROUNDS_A_TIMELINE = 3;
const ROUNDS_A_RECORD = 15;
const HOUR = 60;
const MINUTE = 60_000;

/** What the bar is doing now; asks only while somebody looks. */
export class Now {
  #session;
  #checklist;
  #chat;
  #tellHour;
  #timer = 0;
  #round = 0;
  #value = h("dd", {}, "…");
  #votes = h("dd", {}, "…");
  #last = h("dd", {}, "…");
  #clients = h("dd", {}, "…");
  #trouble = h("p", { class: "problem", role: "status" });
  #sources = sourceList();

  /** `checklist` is told what was found out, with `chat` how the chats are; `tellHour` is given every timeline of the last hour, as the outcome of a settled promise. */
  constructor(session, checklist, chat, tellHour) {
    this.#session = session;
    this.#checklist = checklist;
    this.#chat = chat;
    this.#tellHour = tellHour;
    const facts = [
      ["Value", this.#value],
      ["Votes in the last minute", this.#votes],
      ["Last vote", this.#last],
      ["Overlays, preview included", this.#clients],
    ].map(([name, value]) => h("div", {}, h("dt", {}, name), value));
    this.element = h("div", { class: "stack" }, this.#trouble, h("dl", { class: "now", "aria-label": "Now" }, ...facts), this.#sources.element);
  }

  start() {
    this.#timer = setInterval(() => document.hidden || this.#ask(), EVERY);
    this.look();
  }

  stop() {
    clearInterval(this.#timer);
  }

  /** At once, all of it: something was just done. */
  look() {
    this.#round = 0;
    return this.#ask();
  }

  async #ask() {
    const round = this.#round++;
    const { id, overlayId } = this.#session;
    if (round % ROUNDS_A_TIMELINE === 0) {
      this.#askTimeline(id, round % ROUNDS_A_RECORD === 0 && round > 0);
    }
    const [bar, clients, health, sources] = await Promise.allSettled([api.snapshot(overlayId), api.clients(id), api.health(), api.sources(id)]);
    write(this.#value, bar, ({ value }) => signed(value));
    write(this.#clients, clients, (count) => String(count.clients));
    if (clients.status === "fulfilled") {
      this.#checklist.clients(clients.value);
    }
    if (sources.status === "fulfilled") {
      this.#checklist.sources(sources.value);
      this.#chat.show(sources.value);
    }
    write(this.#trouble, health, ({ redis }) => (redis.up ? "" : "The server cannot reach its data (Redis does not answer): votes wait, and the bar says so."));
  }

  async #askTimeline(id, recordToo) {
    const [hour, record] = await Promise.allSettled([api.timeline(id, HOUR), recordToo ? api.bar(id) : this.#session]);
    if (record.status === "fulfilled") {
      this.#session.revocations = record.value.revocations;
    }
    this.#tellHour(hour);
    write(this.#votes, hour, (timeline) => perMinute(read(timeline)));
    write(this.#last, hour, ({ now, lastVote }) => (lastVote ? ago(Date.parse(now) - Date.parse(lastVote)) : "none in 12 hours"));
    if (hour.status === "fulfilled") {
      this.#checklist.timeline(hour.value);
      this.#sources.show(read(hour.value), this.#session);
    }
  }
}

function perMinute(timeline) {
  const { pro, contra } = votesWithin(timeline, MINUTE);
  return `${pro} for · ${contra} against`;
}

function write(element, { status, value, reason }, words) {
  const text = status === "fulfilled" ? words(value) : reason.status === 0 ? "not answering" : "unknown";
  element.classList.toggle("bad", status !== "fulfilled");
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
