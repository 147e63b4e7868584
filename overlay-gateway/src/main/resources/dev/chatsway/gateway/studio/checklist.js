import { chatWords, isRead } from "./chat-words.js";
import { h } from "./dom.js";
import { ago } from "./times.js";

const STEPS = {
  chat: ["Chat connected", "Type your Twitch channel, or set up a bot, under “How votes come in”."],
  vote: ["First vote", "Type one of the options in your chat, or press a test vote."],
  overlay: ["Overlay open in OBS", "Press “Add to OBS” under “Put it into OBS”, or drag it there."],
};

/** What is left to do before the stream; each step ticks itself, and stays ticked. */
export class Checklist {
  #isReading = false; // whether a chat is read here: then only it ticks the step
  #steps = Object.fromEntries(Object.entries(STEPS).map(([name, [title, todo]]) => [name, new Step(title, todo)]));
  element = h("ol", { class: "checklist", "aria-label": "Before the stream" }, ...Object.values(this.#steps).map(({ element }) => element));

  /** Takes the number of overlays that are connected, this page's preview among them. */
  clients({ clients }) {
    this.#steps.overlay.mark(clients > 1, "connected");
  }

  /** Takes how the chats are that are read, as the session API says. */
  sources({ now, sources }) {
    const read = sources.filter(({ channel }) => channel.login);
    this.#isReading = read.length > 0;
    const best = read.find(({ status }) => status === "live") ?? read.find(isRead) ?? read[0];
    if (best) {
      const words = `${best.channel.login}: ${chatWords(best, now)}`;
      this.#steps.chat.mark(isRead(best), words, words);
    }
  }

  /** Takes a timeline as the session API gives it. */
  timeline({ now, lastVote, sources }) {
    const since = (at) => ago(Date.parse(now) - Date.parse(at));
    const newest = Object.values(sources).sort().pop();
    if (!this.#isReading) {
      this.#steps.chat.mark(newest, newest && `last vote seen ${since(newest)}`);
    }
    this.#steps.vote.mark(lastVote, lastVote && `last one ${since(lastVote)}`);
  }
}

class Step {
  #todo;
  #words;
  #isDone = false;
  #mark = h("span", { class: "tick", "aria-hidden": "true" }, "");
  #state = h("span", { class: "visually-hidden" }, "To do: ");

  constructor(title, todo) {
    this.#todo = todo;
    this.#words = h("span", { class: "hint" }, todo);
    this.element = h("li", {}, this.#mark, h("span", {}, this.#state, h("strong", {}, title), this.#words));
  }

  /** `trouble`: what to say instead of what there is to do, while it is not done. */
  mark(isDone, words, trouble) {
    this.#isDone ||= Boolean(isDone);
    this.element.classList.toggle("done", this.#isDone);
    this.#mark.textContent = this.#isDone ? "✓" : "";
    this.#state.textContent = this.#isDone ? "Done: " : "To do: ";
    const text = isDone ? words : (trouble ?? (this.#isDone ? "" : this.#todo));
    if (this.#words.textContent !== text) {
      this.#words.textContent = text;
    }
  }
}
