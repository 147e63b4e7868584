import { freshId, h } from "./dom.js";

const PAUSE = 500;
const MEMORIES = [1, 2, 3, 5, 8, 10, 15, 20, 30, 45, 60, 120, 300];
const NEVER = "0";

/*
 * Fields that save themselves. Each is given {key, now, save}: the name under which the server's refusals speak of it, its value, and what
 * saves another one and throws a Refusal.
 */

export function text(setting, label, hint) {
  return field(setting, label, hint, h("input", { type: "text", value: setting.now, autocomplete: "off" }), (input) => input.value);
}

/** A number; what is none is sent as it is, for the server to refuse. */
export function number(setting, label, hint) {
  const input = h("input", { type: "text", inputmode: "decimal", value: String(setting.now), autocomplete: "off", class: "short" });
  return field(setting, label, hint, input, ({ value }) => {
    const plain = value.trim().replace(",", ".");
    return plain === "" || Number.isNaN(Number(plain)) ? value : Number(plain);
  });
}

/** A list of texts, one a line. */
export function lines(setting, label, hint) {
  const input = h("textarea", { rows: Math.max(3, setting.now.length), value: setting.now.join("\n"), spellcheck: "false" });
  return field(setting, label, hint, input, ({ value }) => value.split("\n").map((line) => line.trim()).filter(Boolean));
}

export function choice(setting, label, words, hint) {
  const options = Object.entries(words).map(([value, name]) => h("option", { value }, name));
  return field(setting, label, hint, h("select", { value: setting.now }, ...options), (input) => input.value);
}

/** How long votes are remembered: 1/λ, after which 37 % of a push is left. */
export function memory(setting) {
  const seconds = setting.now > 0 ? Number((1 / setting.now).toPrecision(4)) : 0;
  const known = MEMORIES.includes(seconds) || seconds === 0 ? MEMORIES : [...MEMORIES, seconds].sort((a, b) => a - b);
  const words = Object.fromEntries(known.map((each) => [each, each === 1 ? "1 second" : each < 60 ? `${each} seconds` : `${each} seconds (${Number((each / 60).toFixed(1))} min)`]));
  const options = [...Object.entries(words).sort(([a], [b]) => a - b), [NEVER, "for ever"]].map(([value, name]) => h("option", { value }, name));
  const hint = h("span", {}, "");
  const input = h("select", { value: String(seconds) }, ...options);
  const explain = () => (hint.textContent = input.value === NEVER ? "Nothing fades: λ = 0." : `Then 37 % of a push is left: λ = ${Number((1 / input.value).toPrecision(3))} per second.`);
  input.addEventListener("change", explain);
  explain();
  return field(setting, "Memory", hint, input, ({ value }) => (value === NEVER ? 0 : 1 / value));
}

/** A colour, or the theme's own; `usual` is what choosing starts from. */
export function colour(setting, label, usual) {
  const own = h("input", { type: "checkbox", checked: setting.now === null });
  const input = h("input", { type: "color", value: setting.now ?? usual });
  const whole = field(setting, label, "", input, () => (own.checked ? null : input.value));
  own.addEventListener("change", () => input.dispatchEvent(new Event("change")));
  input.addEventListener("input", () => (own.checked = false));
  input.after(h("label", { class: "check" }, own, "the theme's"));
  return whole;
}

function field(setting, label, hint, input, read) {
  const id = freshId();
  const problem = h("p", { id: `${id}-problem`, class: "problem", role: "alert" });
  const saved = h("span", { class: "saved", "aria-hidden": "true" }, "saved");
  input.id = id;
  input.setAttribute("aria-describedby", `${id}-hint ${id}-problem`);
  let timer = 0;
  let last = JSON.stringify(read(input));
  const save = async () => {
    clearTimeout(timer);
    const value = read(input);
    if (JSON.stringify(value) === last) {
      return;
    }
    last = JSON.stringify(value);
    const refusal = await refusalOf(setting, value);
    if (last === JSON.stringify(value)) {
      input.setAttribute("aria-invalid", String(refusal !== ""));
      problem.textContent = refusal;
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
