import { freshId, h } from "./dom.js";

const PAUSE = 500;
const MEMORIES = [1, 2, 3, 5, 8, 10, 15, 20, 30, 45, 60, 120, 300];
const NEVER = "0";
const OWN = "own";

/*
 * Fields that save themselves. Each is given {key, now, save, watch} as BarRecord makes it: the name under which the server's refusals speak of it,
 * its value, what saves another one and throws a Refusal, and what tells a listener of changes. One that was made elsewhere is shown, unless
 * somebody is writing here: then it is said.
 */

export function text(setting, label, hint) {
  return plain(setting, label, hint, h("input", { type: "text", autocomplete: "off" }));
}

/** A number; what is none is sent as it is, for the server to refuse. */
export function number(setting, label, hint) {
  const input = h("input", { type: "text", inputmode: "decimal", autocomplete: "off", class: "short" });
  const read = () => {
    const written = input.value.trim().replace(",", ".");
    return written === "" || Number.isNaN(Number(written)) ? input.value : Number(written);
  };
  return field(setting, label, hint, input, read, (now) => (input.value = String(now)));
}

/** A list of texts, one a line. */
export function lines(setting, label, hint) {
  const input = h("textarea", { rows: Math.max(3, setting.now.length), spellcheck: "false" });
  const read = () => input.value.split("\n").map((line) => line.trim()).filter(Boolean);
  return field(setting, label, hint, input, read, (now) => (input.value = now.join("\n")));
}

/** One of several values, in words; a value set elsewhere that has none is said by `other`. */
export function choice(setting, label, words, hint, other = (value) => value) {
  const input = h("select", {}, ...options(words));
  return field(setting, label, hint ?? "", input, () => input.value, (now) => select(input, String(now), other));
}

/** A whole number between two bounds, by a slider. */
export function slider(setting, label, { least, most, step, unit }, hint) {
  const input = h("input", { type: "range", min: least, max: most, step });
  const output = h("output", { class: "hint" });
  const say = () => {
    output.value = `${input.value} ${unit}`;
    input.setAttribute("aria-valuetext", output.value);
  };
  const whole = field(setting, label, hint, input, () => Number(input.value), (now) => {
    input.value = now;
    say();
  });
  input.addEventListener("input", say);
  input.after(output);
  return whole;
}

/** How long votes are remembered: 1/λ, after which 37 % of a push is left. */
export function memory(setting) {
  const option = (seconds) => h("option", { value: String(seconds) }, seconds < 60 ? `${seconds} ${seconds === 1 ? "second" : "seconds"}` : `${seconds} seconds (${Number((seconds / 60).toFixed(1))} min)`);
  const hint = h("span", {}, "");
  const input = h("select", {}, ...MEMORIES.map(option), h("option", { value: NEVER }, "forever"));
  const explain = () => (hint.textContent = input.value === NEVER ? "Votes never fade (λ = 0)." : `How long a vote pulls at the bar: after this time about a third of its pull is left (λ = ${Number((1 / input.value).toPrecision(3))} per second).`);
  const write = (rate) => {
    const seconds = rate > 0 ? Number((1 / rate).toPrecision(4)) : 0;
    const next = [...input.options].find(({ value }) => value === NEVER || Number(value) >= seconds);
    if (seconds > 0 && Number(next.value) !== seconds) {
      next.before(option(seconds));
    }
    input.value = String(seconds);
    explain();
  };
  input.addEventListener("change", explain);
  return field(setting, "Memory", hint, input, () => (input.value === NEVER ? 0 : 1 / input.value), write);
}

/** A colour, or the theme's own; `usual` is what picking starts from, and `more` has other values in words. */
export function colour(setting, label, usual, more = {}) {
  const input = h("select", {}, ...options({ "": "the theme's", ...more, [OWN]: "a colour" }));
  const picker = h("input", { type: "color", "aria-label": `${label}: pick` });
  const write = (now) => {
    const isPicked = /^#[0-9a-f]{6}$/i.test(now ?? "");
    picker.value = isPicked ? now : now && !(now in more) ? opaque(now) : usual;
    select(input, isPicked ? OWN : (now ?? ""), () => "from CSS");
  };
  const read = () => (input.value === OWN ? picker.value : input.value || null);
  const whole = field(setting, label, "", input, read, write);
  const picked = (event) => {
    input.value = OWN;
    input.dispatchEvent(new Event(event.type));
  };
  picker.addEventListener("input", picked);
  picker.addEventListener("change", picked);
  input.after(picker);
  return whole;
}

/** A CSS colour as #rrggbb, without its transparency. */
function opaque(colour) {
  const paint = document.createElement("canvas").getContext("2d");
  paint.fillStyle = colour;
  const [, channels] = /^rgba\((.*)\)$/.exec(paint.fillStyle) ?? [];
  const hex = (channel) => Number(channel).toString(16).padStart(2, "0");
  return channels ? `#${channels.split(",").slice(0, 3).map(hex).join("")}` : paint.fillStyle;
}

function options(words) {
  return Object.entries(words).map(([value, name]) => h("option", { value }, name));
}

function select(input, value, other = (text) => text) {
  if (![...input.options].some((option) => option.value === value)) {
    input.append(h("option", { value }, other(value)));
  }
  input.value = value;
}

/** The input's value as it is. */
function plain(setting, label, hint, input) {
  return field(setting, label, hint, input, () => input.value, (now) => (input.value = now));
}

/** @param read gives what stands in the input, @param write puts a value into it */
function field(setting, label, hint, input, read, write) {
  const id = freshId();
  const problem = h("p", { id: `${id}-problem`, class: "problem", role: "alert" });
  const saved = h("span", { class: "saved", "aria-hidden": "true" }, "saved");
  input.id = id;
  input.setAttribute("aria-describedby", `${id}-hint ${id}-problem`);
  const say = (refusal) => {
    input.setAttribute("aria-invalid", String(refusal !== ""));
    problem.textContent = refusal;
  };
  let timer = 0; // of what is being written here
  let saving = 0;
  let known; // the server's value, as JSON
  let last; // what was read here when it was saved or shown, as JSON
  setting.watch((now) => {
    const value = JSON.stringify(now);
    if (value === known) {
      return;
    }
    known = value;
    if (timer) {
      problem.textContent = "Changed elsewhere meanwhile; what you enter here replaces that.";
    } else if (saving === 0) {
      write(now);
      last = JSON.stringify(read());
      say("");
    }
  });
  const save = async () => {
    clearTimeout(timer);
    timer = 0;
    const value = read();
    if (JSON.stringify(value) === last) {
      return;
    }
    last = JSON.stringify(value);
    saving++;
    const refusal = await refusalOf(setting, value);
    saving--;
    if (last === JSON.stringify(value)) {
      say(refusal);
      saved.classList.toggle("on", refusal === "");
      setTimeout(() => saved.classList.remove("on"), 1500);
    }
  };
  input.addEventListener("change", save);
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  const name = h("div", {}, h("label", { for: id }, label), " ", saved);
  return h("div", { class: "field" }, name, h("div", { class: "row" }, input), h("p", { id: `${id}-hint`, class: "hint" }, hint ?? ""), problem);
}

/** Why the server did not take a value, or nothing. */
async function refusalOf({ key, save }, value) {
  try {
    await save(value);
    return "";
  } catch (refusal) {
    const error = refusal.errors.find(({ field: name }) => name.startsWith(key)) ?? refusal.errors[0];
    return error ? `Not saved. Allowed: ${error.allowed}.` : `Not saved. ${refusal.message}`;
  }
}
