import { freshId, h, say } from "./dom.js";
import { Rounds } from "./rounds.js";
import { undoReset } from "./undo.js";

const WAITING = {
  0: "No connection. Trying again; the buttons do nothing until it is back.",
  503: "Chatsway cannot reach its data at the moment. Trying again.",
};

/**
 * Reset, pause, resume and labels of one bar: {element, look()}. What cannot be done at the moment cannot be pressed.
 *
 * @param api a ControlApi
 * @param revoked called once the link opens nothing any more
 */
export function controlPage(api, revoked) {
  const title = h("h1", {}, "…");
  const state = h("p", { class: "state", role: "status" }, "Opening …");
  const meter = new Meter();
  const pause = h("button", { type: "button", class: "large", onclick: () => act(paused ? api.resume : api.pause, paused ? "Votes count again." : "Paused: votes do not count.") }, "Pause votes");
  const reset = h("button", { type: "button", class: "large", onclick: async () => (await act(api.reset, "The bar is back at neutral.")) && undo.offer() }, "Reset to neutral");
  const undo = undoReset(api.undoReset, () => ask(api.state));
  const rounds = new Rounds(api, () => settings);
  const labels = new Labels((words) => act(() => api.label(words), "The words are on the stream."));
  const controls = h("fieldset", { class: "controls", disabled: true }, h("legend", { class: "unseen" }, "Controls"), h("div", { class: "presses" }, pause, reset, undo.element), labels.element);
  let paused = false;
  let settings = {};
  let asked = 0;
  let shown = 0;

  /** Answers overtake each other: an older one is not shown over a newer. */
  async function ask(question) {
    const turn = ++asked;
    try {
      const bar = await question();
      if (turn > shown) {
        shown = turn;
        show(bar);
      }
      return true;
    } catch (refusal) {
      if (refusal.status === 401) {
        revoked();
      } else if (refusal.status === 400) {
        say(`Not changed. Allowed: ${refusal.errors[0].allowed}.`);
      } else {
        controls.disabled = true;
        tell(WAITING[refusal.status] ?? refusal.message, "bad");
      }
      return false;
    }
  }

  async function act(work, words) {
    const done = await ask(work);
    if (done) {
      say(words);
    }
    return done;
  }

  function show(bar) {
    ({ settings } = bar);
    paused = settings.paused;
    title.textContent = bar.name || "Untitled bar";
    tell(paused ? "Paused: votes do not count." : "Live: votes count.", paused ? "paused" : "");
    pause.textContent = paused ? "Resume votes" : "Pause votes";
    pause.classList.toggle("primary", paused);
    controls.disabled = false;
    meter.show(bar);
    labels.show(settings);
  }

  function tell(words, kind) {
    state.className = `state ${kind}`;
    if (state.textContent !== words) {
      state.textContent = words;
    }
  }

  const element = h("div", { class: "control" }, h("header", {}, title, state), meter.element, controls, h("section", { class: "card", "aria-label": "Rounds" }, h("h2", {}, "Rounds"), rounds.element));
  rounds.start();
  return { element, look: () => ask(api.state), stop: () => rounds.stop() };
}

/** Where the bar stands, without its look. */
class Meter {
  #for = h("bdi", { dir: "auto" });
  #against = h("bdi", { dir: "auto" });
  #value = h("output", {}, "");
  #fill = h("div", { class: "fill" });
  #knob = h("div", { class: "knob" });
  element = h("section", { class: "meter", "aria-label": "The bar now" }, h("p", {}, this.#for, this.#value, this.#against), h("div", { class: "rail", "aria-hidden": "true" }, this.#fill, this.#knob));

  show({ value, settings }) {
    const whole = Math.round(value);
    this.#for.textContent = settings.forLabel || "For";
    this.#against.textContent = settings.againstLabel || "Against";
    this.#value.textContent = whole > 0 ? `+${whole}` : whole < 0 ? `−${-whole}` : "0";
    const place = `${(value + 100) / 2}%`;
    this.#fill.style.width = place;
    this.#knob.style.left = place;
  }
}

/** Both sides' words; what somebody is typing is left alone until it is sent. */
class Labels {
  #sides = { forLabel: field("Words for the left side"), againstLabel: field("Words for the right side") };
  #send = h("button", { type: "submit", disabled: true }, "Put on the stream");

  constructor(send) {
    const inputs = Object.entries(this.#sides);
    const submit = async (event) => {
      event.preventDefault();
      if (await send(Object.fromEntries(inputs.map(([name, { input }]) => [name, input.value])))) {
        inputs.forEach(([, { input }]) => delete input.dataset.typed);
        this.#send.disabled = true;
      }
    };
    inputs.forEach(([, { input }]) =>
      input.addEventListener("input", () => {
        input.dataset.typed = "";
        this.#send.disabled = false;
      }),
    );
    this.element = h("form", { class: "labels", onsubmit: submit }, ...inputs.map(([, { element }]) => element), this.#send);
  }

  show(settings) {
    for (const [name, { input }] of Object.entries(this.#sides)) {
      if (!("typed" in input.dataset) && input.value !== settings[name]) {
        input.value = settings[name];
      }
    }
  }
}

function field(label) {
  const id = freshId();
  const input = h("input", { id, type: "text", autocomplete: "off" });
  return { input, element: h("div", { class: "field" }, h("label", { for: id }, label), input) };
}
