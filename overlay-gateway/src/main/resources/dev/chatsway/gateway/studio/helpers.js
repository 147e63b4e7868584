import * as api from "./api.js";
import { copyable } from "./copying.js";
import { confirmed } from "./dialog.js";
import { h, isLocal, say } from "./dom.js";

const DECK = [
  ["toggle", "Pause or resume (one button for both)"],
  ["pause", "Pause"],
  ["resume", "Resume"],
  ["reset", "Reset to neutral"],
];

/** A co-host's link and a Stream Deck's URLs: neither is there until it is made, and each can be switched off. */
export function helpers(session, context) {
  const switches = (kind) => new Switches(session, context, kind);
  return h("div", { class: "stack" }, link(session, switches), deck(session, switches));
}

function link({ controlUrl }, switches) {
  const control = switches({ path: "control-token", name: "control link", consequence: "The old one stops working at once." });
  return part(
    "Control link for a co-host",
    "For someone you trust: a page with pause, resume, reset, rounds and the words for both sides, made for phones. It shows no keys and cannot do anything else.",
    controlUrl && isLocal(controlUrl) ? h("p", { class: "note" }, "This link works on this computer only. For a co-host elsewhere, start Chatsway with a public address (PUBLIC_URL).") : null,
    controlUrl && copyable("Control link", controlUrl, controlUrl.split("#")[1]),
    controlUrl ? control.kept() : control.none("Create a control link"),
  );
}

function deck({ deckUrl }, switches) {
  const control = switches({ path: "deck-token", name: "URLs for a Stream Deck", consequence: "Buttons with the old URLs stop working at once." });
  return part(
    "Stream Deck",
    "Add an action that sends a web request (the plug-ins “API Ninja” and “Web Requests” do), choose POST as its method, and paste one of these URLs. The response says what happened.",
    ...(deckUrl ? DECK.map(([action, words]) => copyable(words, `${deckUrl}/${action}`, deckUrl.slice(deckUrl.lastIndexOf("/") + 1))) : []),
    deckUrl ? control.kept() : control.none("Create URLs for a Stream Deck"),
  );
}

function part(name, words, ...children) {
  return h("section", { class: "stack", "aria-label": name }, h("h3", {}, name), h("p", { class: "hint" }, words), ...children.filter(Boolean));
}

/** Buttons that make a token, make another one in its place, or take it away. */
class Switches {
  #session;
  #context;
  #kind;

  constructor(session, context, kind) {
    this.#session = session;
    this.#context = context;
    this.#kind = kind;
  }

  none(words) {
    return h("p", {}, this.#button(words, () => this.#make()));
  }

  kept() {
    const { name, consequence } = this.#kind;
    const replace = async () => (await confirmed(`Replace the ${name}?`, consequence, "Replace")) && this.#make();
    const off = async () => (await confirmed(`Switch off the ${name}?`, consequence, "Switch off")) && this.#switchOff();
    return h("p", { class: "row" }, this.#button("Replace", replace, `Replace: ${name}`), this.#button("Switch off", off, `Switch off: ${name}`));
  }

  #button(words, onclick, label) {
    return h("button", { type: "button", onclick, "aria-label": label }, words);
  }

  #make() {
    return this.#change(() => api.rotate(this.#session.id, this.#kind.path), "Created. It works at once.");
  }

  #switchOff() {
    return this.#change(() => api.revoke(this.#session.id, this.#kind.path), "Switched off.");
  }

  async #change(work, words) {
    try {
      await work();
      await this.#context.reload();
      say(words);
    } catch (refusal) {
      say(refusal.message);
    }
  }
}
