import { BarPicture } from "./bar-picture.js";
import { confirmed } from "./dialog.js";
import { freshId, h, say, UNSURE } from "./dom.js";
import { cssOf } from "./style.js";

const PLACES = 4;
const FIELDS = ["forColor", "againstColor", "mode", "layout", "numbers", "hint", "effects", "theme", "fontSize", "align", "hideIdle"];
/** What a bar of a picture shows: more votes for the left side than for the right one. */
const CURVE = { value: 28, for: 6, against: 3.4, decayRate: 0, revision: 1, forVotes: 64, againstVotes: 36 };

/** The looks that are saved with the bar, as pictures that put them on the stream, and a form that saves the present one. */
export function savedLooks(bar) {
  const problem = h("p", { id: freshId(), class: "problem", role: "alert" });
  const cards = new Map();
  const form = new SaveForm(bar, problem, (name) => cards.get(name)?.focus());
  const list = h("ul", { class: "looks" }, form.element);
  bar.watch((session) => {
    const names = Object.keys(session.settings.looks);
    for (const [name, card] of cards) {
      if (!names.includes(name)) {
        card.element.remove();
        cards.delete(name);
      }
    }
    for (const name of names) {
      if (!cards.has(name)) {
        const card = new Card(bar, name, problem, () => form.focus());
        cards.set(name, card);
        form.element.before(card.element);
      }
      cards.get(name).show(session);
    }
    form.element.hidden = names.length >= PLACES;
  });
  return h("fieldset", {}, h("legend", {}, "Saved looks"), h("p", { class: "hint" }, "A click puts a look on the stream; they go along with a copy of the bar."), list, problem);
}

class Card {
  #bar;
  #name;
  #problem;
  #picture = new BarPicture();
  #apply;
  #drawn = "";
  #removed;
  element;

  /** @param removed what follows once it is removed */
  constructor(bar, name, problem, removed) {
    this.#removed = removed;
    this.#bar = bar;
    this.#name = name;
    this.#problem = problem;
    const act = (label, does) => h("button", { type: "button", class: "quiet", "aria-label": `${label}: ${name}`, onclick: does }, label);
    this.#apply = h("button", { type: "button", class: "apply", onclick: () => this.#put() }, this.#picture.element, h("span", {}, name));
    this.element = h("li", { class: "look" }, this.#apply, h("div", { class: "row" }, act("Replace", () => this.#replace()), act("Remove", () => this.#remove())));
  }

  focus() {
    this.#apply.focus();
  }

  /** Draws the bar as it would look, and whether it does already. */
  show({ settings }) {
    const look = settings.looks[this.#name];
    this.#apply.setAttribute("aria-pressed", String(JSON.stringify(saved(settings)) === JSON.stringify(saved(look))));
    const { question, forLabel, againstLabel } = settings;
    const dress = { ...look, question, forLabel, againstLabel, scale: "sum", paused: false };
    const drawn = JSON.stringify(dress);
    if (drawn !== this.#drawn) {
      this.#drawn = drawn;
      this.#picture.show({ ...CURVE, settings: dress }).catch(() => {}); // without the overlay's styles there is no picture, but a name
    }
  }

  #put() {
    const look = this.#bar.session.settings.looks[this.#name];
    return change(this.#bar, this.#problem, saved(look), `The bar looks like ${this.#name}.`);
  }

  async #replace() {
    if (await mayReplace(this.#name)) {
      await change(this.#bar, this.#problem, { looks: { [this.#name]: saved(this.#bar.session.settings) } }, `${this.#name} is the current look.`);
    }
  }

  async #remove() {
    if (await confirmed(`Remove ${this.#name}?`, "The bar keeps the look that it has now.", "Remove it")) {
      if (await change(this.#bar, this.#problem, { looks: { [this.#name]: null } }, `${this.#name} is removed.`)) {
        this.#removed();
      }
    }
  }
}

class SaveForm {
  #input;
  element;

  /** @param done what follows once the look has been saved under a name */
  constructor(bar, problem, done) {
    const id = freshId();
    const input = h("input", { id, type: "text", maxlength: 40, required: true, placeholder: "Such as Night", autocomplete: "off", "aria-describedby": problem.id });
    const submit = async (event) => {
      event.preventDefault();
      const name = input.value.trim();
      if (!name || (name in bar.session.settings.looks && !(await mayReplace(name)))) {
        return;
      }
      if (await change(bar, problem, { looks: { [name]: saved(bar.session.settings) } }, `Saved as ${name}.`)) {
        input.value = "";
        done(name);
      }
    };
    this.element = h("li", { class: "look empty" }, h("form", { class: "field", onsubmit: submit }, h("label", { for: id }, "Name for the current look"), h("div", { class: "row" }, input, h("button", { type: "submit" }, "Save"))));
    this.#input = input;
  }

  focus() {
    this.#input.focus();
  }
}

function mayReplace(name) {
  return confirmed(`Replace ${name}?`, "It becomes the bar's current look. What was saved there is gone.", "Replace it");
}

/** A look as a patch takes it: its style as a text, which replaces another one as a whole. */
function saved(settings) {
  return { ...Object.fromEntries(FIELDS.map((name) => [name, settings[name]])), style: cssOf(settings.style) };
}

/** Whether the server took a change of the settings. */
async function change(bar, problem, settings, done) {
  problem.textContent = "";
  try {
    await bar.patch({ settings });
    say(done);
    return true;
  } catch (refusal) {
    const [error] = refusal.errors;
    problem.textContent = refusal.status === 0 ? UNSURE : `Not saved. ${error ? `Allowed: ${error.allowed}.` : refusal.message}`;
    return false;
  }
}
