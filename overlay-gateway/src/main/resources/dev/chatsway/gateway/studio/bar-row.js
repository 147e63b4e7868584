import * as api from "./api.js";
import { BarPicture } from "./bar-picture.js";
import { sharer } from "./co-hosts.js";
import { confirmed } from "./dialog.js";
import { busy, h, say, UNSURE } from "./dom.js";
import { ago } from "./times.js";

const LONGEST_NAME = 100;
/** A bar is live while its last vote is no older, in ms, and has not faded. */
const LIVE = 60_000;
const FADED = 0.05;
const COPY = " (copy)";

/** One bar in the list: its picture, what it decides, how it is, and what can be done with it. */
export class BarRow {
  #session;
  #picture = new BarPicture();
  #name;
  #duplicate;
  #remove;
  #sides = h("span", { class: "sides" });
  #state = h("span", { class: "badge", hidden: true });
  #used = h("span", { class: "hint" });
  #problem = h("p", { class: "problem", role: "alert" });
  #busy = false;

  /** @param mayCopy whether one may make bars; @param done {copied(session), deleted(row)}: are told what was done */
  constructor(session, mayCopy, done) {
    this.#session = session;
    this.id = session.id;
    this.isShared = session.sharedBy !== undefined;
    this.#name = h("a", { href: `#/bars/${session.id}` });
    this.#duplicate = h("button", { type: "button", class: "quiet", onclick: () => this.#act("Not duplicated.", async () => done.copied(await this.#copy())) }, "Duplicate");
    this.#remove = h("button", { type: "button", class: "quiet", onclick: () => this.#act("Not deleted.", () => this.#delete(done)) }, "Delete");
    this.element = h(
      "li",
      { class: "card entry" },
      this.#picture.element,
      h("div", { class: "words" }, h("h2", {}, this.#name), this.#sides),
      h("div", { class: "row meta" }, this.#state, this.#used, this.#problem),
      h(
        "div",
        { class: "actions" },
        mayCopy ? this.#duplicate : null,
        this.isShared ? null : this.#remove,
      ),
    );
    this.#write(session);
  }

  get name() {
    return this.#session.name || "Untitled bar";
  }

  focus() {
    this.#name.focus();
  }

  /** Whether it has these words, in lower case, in its name, its question, its sides or its channels. */
  has(words) {
    const { channels, settings } = this.#session;
    const all = [this.name, settings.question, settings.forLabel, settings.againstLabel, ...channels.map(({ login, id, url }) => login ?? id ?? url)];
    return words.every((word) => all.some((text) => text.toLowerCase().includes(word)));
  }

  /** Shows how it is, as the session API's list of live states says. */
  show(now) {
    this.#session = { ...this.#session, name: now.name, settings: { ...this.#session.settings, ...now.settings } };
    this.#write(now);
    const [state, words] = stateOf(now);
    this.#state.hidden = !words;
    this.#state.textContent = words;
    this.#state.className = `badge ${state}`;
    this.#used.textContent = `Used ${ago(now.usedMillisAgo)}`;
    this.#picture.show(now).catch(() => {}); // without the overlay's styles there is no picture; the next answer tries again
  }

  /** It is out of sight, or (`isLost`) the server does not answer. */
  rest(isLost) {
    this.#picture.rest(isLost);
  }

  #write({ settings }) {
    this.#name.textContent = this.name;
    this.#duplicate.setAttribute("aria-label", `Duplicate: ${this.name}`);
    this.#remove.setAttribute("aria-label", `Delete: ${this.name}`);
    this.#sides.textContent = `${settings.forLabel || "For"} versus ${settings.againstLabel || "Against"}${this.isShared ? ` · shared by ${sharer(this.#session)}` : ""}`;
  }

  async #act(failed, work) {
    if (this.#busy) {
      return;
    }
    this.#busy = true;
    this.#problem.textContent = "";
    try {
      await work();
    } catch (refusal) {
      this.#problem.textContent = refusal.status === 0 ? UNSURE : `${failed} ${refusal.message}`;
    } finally {
      this.#busy = false;
    }
  }

  async #copy() {
    const done = busy(); // while the bar is read too
    try {
      return await this.#copied();
    } finally {
      done();
    }
  }

  async #copied() {
    const { name, channels, settings } = await api.bar(this.id);
    const copy = await api.createBar({ name: (name || "Untitled bar").slice(0, LONGEST_NAME - COPY.length) + COPY, channels, settings });
    say(`There is a copy, with keys of its own.${channels.some(({ platform }) => platform === "streamerbot") ? " If Streamer.bot has a password, enter it again there." : ""}`);
    return copy;
  }

  async #delete(done) {
    if (await confirmed(`Delete ${this.name}?`, "Its overlay, its votes and all of its keys will be gone for good.", "Delete")) {
      await api.deleteBar(this.id);
      say("The bar was deleted.");
      done.deleted(this);
    }
  }
}

function stateOf({ settings, round, usedMillisAgo, for: votesFor, against }) {
  if (settings.paused) {
    return ["paused", "Paused"];
  }
  if (round) {
    return ["live", round === "open" ? "Round open" : "Result on the stream"];
  }
  return usedMillisAgo < LIVE && votesFor + against > FADED ? ["live", "Live"] : ["", ""];
}
