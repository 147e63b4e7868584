import { freshId, h } from "./dom.js";

/** Every parameter of an overlay's URL (docs/overlay.md), in the order of the builder. Without a value the bar's settings or the theme decide. */
export const LOOK = [
  { name: "align", label: "Stands at the", choices: { "": "middle", top: "top", bottom: "bottom" } },
  { name: "hideIdle", label: "Hide when idle for seconds", hint: "empty: never" },
  { name: "numbers", label: "Show the strength of each side", box: true },
  { name: "counts", label: "Show the votes of each side", box: true },
];

export const FINE_LOOK = [
  { name: "theme", label: "Theme, here only", choices: { "": "as in the settings", dark: "Dark", light: "Light", line: "Line", contrast: "High contrast" } },
  { name: "mode", label: "Drawn as, here only", choices: { "": "as in the settings", combined: "one bar", split: "two bars", worm: "a line" } },
  { name: "layout", label: "Layout, here only", choices: { "": "as in the settings", horizontal: "lying", vertical: "standing", compact: "low strip" } },
  { name: "span", label: "Length of the line", choices: { "": "one minute", 120: "two minutes" } },
  { name: "forLabel", label: "Left words, here only" },
  { name: "againstLabel", label: "Right words, here only" },
  { name: "for", label: "Left colour" },
  { name: "against", label: "Right colour" },
  { name: "text", label: "Text colour" },
  { name: "panel", label: "Plate colour", hint: "or transparent" },
  { name: "border", label: "Edge colour" },
  { name: "track", label: "Empty part's colour" },
  { name: "knob", label: "Knob colour" },
  { name: "halo", label: "Outline colour" },
  { name: "hatch", label: "Stripes' colour" },
  { name: "width", label: "Width of the bar", hint: "pixels, 100 to 7680" },
  { name: "height", label: "Height of the bar", hint: "pixels, 30 to 1080" },
  { name: "radius", label: "Corners", hint: "pixels" },
  { name: "thickness", label: "Thickness", hint: "pixels" },
  { name: "weight", label: "Font weight", hint: "100 to 900" },
  { name: "font", label: "Font", hint: "one installed where OBS runs" },
];

/** A field of the builder; `value` is "" where it is left to the settings, and `changed(name, value)` is told so. */
export function lookField({ name, label, hint, choices, box }, value, changed) {
  const id = freshId();
  const tell = (event) => changed(name, box ? (event.target.checked ? "1" : "") : event.target.value.trim());
  if (box) {
    return h("div", { class: "field box" }, h("input", { id, type: "checkbox", checked: value === "1", onchange: tell }), h("label", { for: id }, label));
  }
  const options = choices && Object.entries(choices).map(([each, words]) => h("option", { value: each }, words));
  const input = choices
    ? h("select", { id, value, onchange: tell }, ...options)
    : h("input", { id, type: "text", value, autocomplete: "off", oninput: tell, placeholder: hint ?? "" });
  return h("div", { class: "field" }, h("label", { for: id }, label), input);
}
