import * as api from "./api.js";
import { h } from "./dom.js";

const EVERY = 2000;

/** What the bar is doing now; asks only while somebody looks. */
export class Now {
  #session;
  #timer = 0;
  #value = h("dd", {}, "…");
  #sides = h("dd", {}, "…");
  #clients = h("dd", {}, "…");
  #redis = h("dd", {}, "…");

  constructor(session) {
    this.#session = session;
    this.element = h(
      "dl",
      { class: "now", "aria-label": "Now" },
      ...[
        ["Value", this.#value],
        ["Strength, for and against", this.#sides],
        ["Overlays, preview included", this.#clients],
        ["Redis", this.#redis],
      ].map(([name, value]) => h("div", {}, h("dt", {}, name), value)),
    );
  }

  start() {
    this.#timer = setInterval(() => document.hidden || this.look(), EVERY);
    this.look();
  }

  stop() {
    clearInterval(this.#timer);
  }

  async look() {
    const { id, overlayId } = this.#session;
    const [bar, clients, health] = await Promise.allSettled([api.snapshot(overlayId), api.clients(id), api.health()]);
    write(this.#value, bar, ({ value }) => signed(value));
    write(this.#sides, bar, (now) => `${now.for.toFixed(1)} · ${now.against.toFixed(1)}`);
    write(this.#clients, clients, (count) => String(count.clients));
    write(this.#redis, health, ({ redis }) => (redis.up ? "answers" : "does not answer: the bar waits"));
  }
}

function signed(value) {
  const whole = Math.round(value);
  return whole > 0 ? `+${whole}` : whole < 0 ? `−${-whole}` : "0";
}

function write(element, { status, value, reason }, words) {
  const text = status === "fulfilled" ? words(value) : reason.status === 0 ? "no answer" : "unknown";
  element.classList.toggle("bad", status !== "fulfilled");
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
