import { freshId, h } from "./dom.js";

const SETTINGS = "as in the settings";
const OWN = "own";

/** Every parameter of an overlay's URL (docs/overlay.md), in the order of the builder. Without a value the bar's settings or the theme decide. */
export const LOOK = [
  { name: "align", label: "Position, here only", choices: { "": SETTINGS, center: "middle", top: "top", bottom: "bottom" } },
  { name: "hideIdle", label: "Hide after idle seconds", hint: "0: never", least: 0, most: 86400 },
  { name: "fontSize", label: "Size of the words, here only", hint: "percent", least: 50, most: 150 },
  { name: "numbers", label: "Numbers, here only", choices: { "": SETTINGS, percent: "percent", votes: "votes", strength: "strength", none: "none" } },
  { name: "counts", label: "Show the votes of each side", box: true },
];

export const FINE_LOOK = [
  { name: "theme", label: "Theme, here only", choices: { "": SETTINGS, dark: "dark", light: "light", line: "line", contrast: "high contrast" } },
  { name: "mode", label: "Drawn as, here only", choices: { "": SETTINGS, combined: "one bar", split: "two bars", worm: "a line" } },
  { name: "layout", label: "Layout, here only", choices: { "": SETTINGS, horizontal: "horizontal", vertical: "vertical", compact: "thin strip" } },
  { name: "span", label: "Length of the line", choices: { "": "one minute", 120: "two minutes" } },
  { name: "hint", label: "How to vote, here only", choices: { "": SETTINGS, auto: "until votes come in", always: "always", off: "never" } },
  { name: "effects", label: "Votes landing, here only", choices: { "": SETTINGS, full: "are shown", off: "are not shown" } },
  { name: "question", label: "Question, here only" },
  { name: "forLabel", label: "Left words, here only" },
  { name: "againstLabel", label: "Right words, here only" },
  { name: "for", label: "Left colour", colour: "#2b8cff" },
  { name: "against", label: "Right colour", colour: "#ff8b1f" },
  { name: "text", label: "Text colour", colour: "#ffffff" },
  { name: "panel", label: "Panel colour", colour: "#0f121a" },
  { name: "border", label: "Border colour", colour: "#3b3f4a" },
  { name: "track", label: "Track colour", colour: "#343741" },
  { name: "knob", label: "Knob colour", colour: "#ffffff" },
  { name: "halo", label: "Outline colour", colour: "#000000" },
  { name: "hatch", label: "Stripe colour", colour: "#c26a18" },
  { name: "width", label: "Width of the bar", hint: "pixels", least: 100, most: 7680 },
  { name: "height", label: "Height of the bar", hint: "pixels", least: 30, most: 1080 },
  { name: "radius", label: "Corners", hint: "pixels", least: 0, most: 500 },
  { name: "thickness", label: "Thickness", hint: "pixels", least: 2, most: 500 },
  { name: "weight", label: "Font weight", choices: { "": "as in the theme", 400: "regular", 500: "medium", 600: "semibold", 700: "bold", 900: "black" } },
  { name: "font", label: "Font", hint: "a font installed where OBS runs" },
];

/** A field of the builder; `value` is "" where it is left to the settings, and `changed(name, value)` is told so. */
export function lookField(field, value, changed) {
  const id = freshId();
  const tell = (text) => changed(field.name, text);
  if (field.box) {
    const input = h("input", { id, type: "checkbox", checked: value === "1", onchange: (event) => tell(event.target.checked ? "1" : "") });
    return h("div", { class: "field box" }, input, h("label", { for: id }, field.label));
  }
  const inputs = field.colour ? colour(id, field, value, tell) : [field.choices ? choice(id, field.choices, value, tell) : line(id, field, value, tell)];
  return h("div", { class: "field" }, h("label", { for: id }, field.label), h("div", { class: "row" }, ...inputs));
}

function choice(id, choices, value, tell) {
  const options = Object.entries(choices).map(([each, words]) => h("option", { value: each }, words));
  return h("select", { id, value, onchange: (event) => tell(event.target.value) }, ...options);
}

/** A text, or a number between two bounds; one that is neither is not told. */
function line(id, { hint, least, most }, value, tell) {
  const type = least === undefined ? "text" : "number";
  const oninput = ({ target }) => target.validity.valid && tell(target.value.trim());
  return h("input", { id, type, min: least, max: most, value, autocomplete: "off", placeholder: hint ?? "", oninput });
}

/** The theme's colour, none, or one of its own, which is picked; one that an older look names in another way stays as it is. */
function colour(id, { label, colour: usual }, value, tell) {
  const isOwn = /^#?[0-9a-f]{6}$/i.test(value);
  const picker = h("input", { type: "color", "aria-label": `${label}: pick`, value: isOwn ? `#${value.replace("#", "")}` : usual });
  const choices = { "": "the theme's", transparent: "none", [OWN]: "its own" };
  if (value && !isOwn) {
    choices[value] ??= value;
  }
  const tellOwn = () => tell(picker.value.slice(1));
  const source = choice(id, choices, isOwn ? OWN : value, (chosen) => (chosen === OWN ? tellOwn() : tell(chosen)));
  picker.addEventListener("input", () => {
    source.value = OWN;
    tellOwn();
  });
  return [source, picker];
}
