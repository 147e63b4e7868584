import { isReadHere, sourceName } from "./chat-source.js";
import { chatWords, isRead } from "./chat-words.js";
import { h } from "./dom.js";
import { ago } from "./times.js";

/** Each with the part of the bar's page where it is done. */
const STEPS = {
  chat: ["Chat connected", "Type your channel, or set up a bot.", "chat"],
  vote: ["First vote", "Vote in your chat, or cast a test vote.", "chat"],
  overlay: ["Overlay open in OBS", "Press “Add to OBS”, or drag the overlay into it.", "obs"],
};

/** What is left to do before the stream; each step ticks itself and stays ticked, and when all are done the list goes. */
export class Checklist {
  #isReading = false; // whether a chat is read here: then only it ticks the step
  #steps;

  constructor(id) {
    this.#steps = Object.fromEntries(Object.entries(STEPS).map(([name, [title, todo, part]]) => [name, new Step(title, todo, `#/bars/${id}/${part}`)]));
    this.element = h("ol", { class: "checklist", "aria-label": "Before the stream" }, ...Object.values(this.#steps).map(({ element }) => element));
  }

  /** Takes a session's settings: what to type to vote. */
  settings({ forLabel, againstLabel, forTriggers, againstTriggers, labelsCount }) {
    const word = (label, [first]) => `“${labelsCount && label ? label : first}”`;
    this.#steps.vote.todo = `Type ${word(forLabel, forTriggers)} or ${word(againstLabel, againstTriggers)} in your chat, or cast a test vote.`;
  }

  /** Takes the number of overlays that are connected, this page's preview among them. */
  clients({ clients }) {
    this.#mark("overlay", clients > 1, "connected");
  }

  /** Takes how the chats are that are read, as the session API says. */
  sources({ now, sources }) {
    const read = sources.filter(({ channel }) => isReadHere(channel));
    this.#isReading = read.length > 0;
    const best = read.find(({ status }) => status === "live") ?? read.find(isRead) ?? read[0];
    if (best) {
      const words = `${sourceName(best.channel)}: ${chatWords(best, now)}`;
      this.#mark("chat", isRead(best), words, words);
    }
    this.#steps.chat.element.classList.toggle("bad", Boolean(best) && !isRead(best) && best.status !== "connecting");
  }

  /** Takes a timeline as the session API gives it. */
  timeline({ now, lastVote, sources }) {
    const since = (at) => ago(Date.parse(now) - Date.parse(at));
    const { test, ...ofChat } = sources; // test votes prove no chat
    const newest = Object.values(ofChat).sort().pop();
    if (!this.#isReading) {
      this.#mark("chat", newest, newest && `last vote seen ${since(newest)}`);
    }
    this.#mark("vote", lastVote, lastVote && `last one ${since(lastVote)}`);
  }

  #mark(step, ...how) {
    this.#steps[step].mark(...how);
    this.element.hidden = Object.values(this.#steps).every(({ isDone }) => isDone);
  }
}

class Step {
  #todo;
  #words;
  isDone = false;
  #mark = h("span", { class: "tick", "aria-hidden": "true" }, "");
  #state = h("span", { class: "visually-hidden" }, "To do: ");

  constructor(title, todo, href) {
    this.#todo = todo;
    this.#words = h("span", { class: "hint" }, todo);
    this.element = h("li", {}, this.#mark, h("span", {}, this.#state, h("a", { href }, title), this.#words));
  }

  set todo(words) {
    if (this.#words.textContent === this.#todo) {
      this.#words.textContent = words;
    }
    this.#todo = words;
  }

  /** `trouble`: what to say instead of what there is to do, while it is not done. */
  mark(isDone, words, trouble) {
    this.isDone ||= Boolean(isDone);
    this.element.classList.toggle("done", this.isDone);
    this.#mark.textContent = this.isDone ? "✓" : "";
    this.#state.textContent = this.isDone ? "Done: " : "To do: ";
    const text = isDone ? words : (trouble ?? (this.isDone ? "" : this.#todo));
    if (this.#words.textContent !== text) {
      this.#words.textContent = text;
    }
  }
}
