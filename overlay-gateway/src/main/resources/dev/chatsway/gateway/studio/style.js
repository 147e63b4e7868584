import { freshId, h, say, UNSURE } from "./dom.js";
import { choice, colour, text } from "./fields.js";

const PREFIX = "--chatsway-";
const KEY = "settings.style";

/** A style, {property: value}, as CSS; the server takes either, and the text replaces all that there was. */
export function cssOf(style) {
  return Object.entries(style).map(([name, value]) => `${name}: ${value};`).join("\n");
}

/** A property of the bar's style for a field of fields.js; null is the theme's. */
function property(bar, name) {
  const full = PREFIX + name;
  return bar.field(`${KEY}.${full}`, ({ settings }) => settings.style[full] ?? null, (value) => ({ settings: { style: { [full]: value || null } } }));
}

/** Every detail that a theme decides, one field each. */
export function styleFields(bar) {
  const paint = (name, label, usual) => colour(property(bar, name), label, usual, { transparent: "none" });
  const sizes = (name, label, words) => choice(orTheme(property(bar, name)), label, { "": "the theme's", ...words });
  return [
    paint("panel", "Panel", "#0f121a"),
    paint("border", "Border of the panel", "#3b3f4a"),
    paint("text", "Words", "#ffffff"),
    paint("halo", "Outline of words and bar", "#000000"),
    paint("knob", "Handle", "#ffffff"),
    paint("track", "Empty part of two bars", "#343741"),
    paint("hatch", "Stripes of the right side", "#c26a18"),
    sizes("radius", "Corners", { "0px": "square", "6px": "6 pixels", "12px": "12 pixels", "20px": "20 pixels", "50px": "round, 50 pixels" }),
    sizes("thickness", "Thickness of the bar", { "6px": "6 pixels", "12px": "12 pixels", "20px": "20 pixels", "28px": "28 pixels", "36px": "36 pixels" }),
    sizes("weight", "Weight of the words", { 400: "regular", 500: "medium", 600: "semibold", 700: "bold", 900: "black" }),
    text(orTheme(property(bar, "font")), "Font, installed where OBS runs"),
  ];
}

/** Fields of text and choices have "" where there is no value. */
function orTheme(setting) {
  return { ...setting, watch: (listener) => setting.watch((now) => listener(now ?? "")) };
}

/** A theme of one's own, pasted as CSS. It is used at the press of a button, so that nothing half written is on the stream. */
export function ownTheme(bar) {
  const id = freshId();
  const problem = h("div", { id: `${id}-problem`, class: "problem", role: "alert" });
  const input = h("textarea", {
    id,
    class: "code",
    rows: 8,
    spellcheck: "false",
    autocomplete: "off",
    placeholder: `${PREFIX}panel: #101418;\n${PREFIX}for: gold;\n${PREFIX}font: "Exo 2", sans-serif;`,
    "aria-describedby": `${id}-hint ${id}-problem`,
  });
  const use = h("button", { type: "submit" }, "Use this theme");
  let shown = "";
  bar.watch(({ settings }) => {
    const css = cssOf(settings.style);
    if (input.value === shown) {
      input.value = css; // but what is being written here stays
    }
    shown = css;
  });
  const submit = async (event) => {
    event.preventDefault();
    use.disabled = true;
    problem.replaceChildren();
    try {
      const written = input.value;
      await bar.patch({ settings: { style: written } });
      input.value = input.value === written ? shown : input.value; // as the server keeps it
      say("The bar has this theme.");
    } catch (refusal) {
      const errors = refusal.errors.map(({ field, sent, allowed }) => h("p", {}, `${field.slice(KEY.length + 1) || "The text"}: ${sent} is not allowed. Allowed: ${allowed}.`));
      problem.replaceChildren(...(errors.length > 0 ? errors : [refusal.status === 0 ? UNSURE : `Not used. ${refusal.message}`]));
    } finally {
      input.setAttribute("aria-invalid", String(problem.childElementCount > 0));
      use.disabled = false;
    }
  };
  return h(
    "form",
    { class: "stack", onsubmit: submit },
    h("p", { id: `${id}-hint`, class: "hint" }, "Custom properties over those of the theme, up to 4,096 characters; fields above fill it too. Empty it to use the theme alone."),
    h("label", { for: id, class: "visually-hidden" }, "Theme as CSS"),
    input,
    problem,
    h("div", { class: "row" }, use),
  );
}
