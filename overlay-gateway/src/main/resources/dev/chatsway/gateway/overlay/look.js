const THEMES = ["dark", "light", "line", "contrast"];
const MODES = ["combined", "split", "worm"];
const LAYOUTS = ["horizontal", "vertical", "compact"];
const SPANS = ["60", "120"];
const ALIGNS = ["top", "center", "bottom"];
const NUMBERS = ["percent", "votes", "strength", "none"];
const HINTS = ["auto", "always", "off"];
const EFFECTS = ["full", "off"];
const LONGEST_LABEL = 40;
const LONGEST_QUESTION = 120;

/** What a custom property of the page may be given in the URL: each reader answers a CSS value, or undefined for anything else. */
const PROPERTIES = {
  for: colour,
  against: colour,
  text: colour,
  panel: colour,
  border: colour,
  track: colour,
  knob: colour,
  halo: colour,
  hatch: colour,
  width: pixels(100, 7680),
  height: pixels(30, 1080),
  radius: pixels(0, 500),
  thickness: pixels(2, 500),
  weight: number(100, 900),
  font: fontName,
  "font-size": percentage(50, 150),
};

/** Custom properties as the session's style has them, in CSS. The server has checked them; what would load anything is no colour, length or font here either. */
const STYLE = {
  ...Object.fromEntries(["for", "against", "text", "panel", "border", "track", "knob", "halo", "hatch"].map((name) => [name, cssColour])),
  ...Object.fromEntries(["width", "height", "radius", "thickness"].map((name) => [name, form(/^\d+(\.\d+)?px$/)])),
  weight: form(/^\d+(\.\d+)?$/),
  "font-size": form(/^\d+(\.\d+)?$/),
  font: form(/^[\p{L}\p{N}"', _-]+$/u),
};

/**
 * Reads a look from the query of the page's URL (docs/overlay.md). What is missing or not valid stays undefined, so that the session's settings
 * and the theme decide.
 *
 * @param query a URLSearchParams
 */
export function readLook(query) {
  const properties = {};
  for (const [name, read] of Object.entries(PROPERTIES)) {
    const given = query.get(name === "font-size" ? "fontSize" : name);
    properties[name] = given === null ? undefined : read(given);
  }
  return {
    theme: oneOf(THEMES, query.get("theme")),
    mode: oneOf(MODES, query.get("mode")),
    layout: oneOf(LAYOUTS, query.get("layout")),
    span: Number(oneOf(SPANS, query.get("span")) ?? 60),
    align: oneOf(ALIGNS, query.get("align")),
    question: text(query.get("question"), LONGEST_QUESTION),
    forLabel: text(query.get("forLabel"), LONGEST_LABEL),
    againstLabel: text(query.get("againstLabel"), LONGEST_LABEL),
    hideIdle: number(0, 86400)(query.get("hideIdle") ?? ""),
    numbers: query.get("numbers") === "1" ? "strength" : oneOf(NUMBERS, query.get("numbers")),
    hint: oneOf(HINTS, query.get("hint")),
    effects: oneOf(EFFECTS, query.get("effects")),
    counts: query.get("counts") === "1",
    properties,
  };
}

/** Puts a look, over the session's public settings, on the page: attributes and custom properties of its root element. */
export function applyLook(root, look, settings) {
  root.dataset.theme = look.theme ?? oneOf(THEMES, settings.theme) ?? "dark";
  root.dataset.layout = layoutOf(look, settings);
  root.dataset.align = look.align ?? oneOf(ALIGNS, settings.align) ?? "center";
  const chosen = {
    for: colour(settings.forColor ?? ""),
    against: colour(settings.againstColor ?? ""),
    "font-size": settings.fontSize === 100 ? undefined : percentage(50, 150)(String(settings.fontSize)), // 100: the style's, or the theme's
  };
  for (const [name, read] of Object.entries(STYLE)) {
    const value = look.properties[name] ?? chosen[name] ?? read(settings.style?.[`--chatsway-${name}`] ?? "");
    if (value === undefined) {
      root.style.removeProperty(`--chatsway-${name}`);
    } else {
      root.style.setProperty(`--chatsway-${name}`, value);
    }
  }
}

/** How many seconds without a vote an overlay waits before its bar fades away; 0: it stays. */
export function idleSeconds(look, settings) {
  return Number(look.hideIdle ?? number(0, 86400)(String(settings?.hideIdle ?? 0)) ?? 0);
}

/** What the bar is dressed with: the look's own choices, else those of the settings; a server that sends none of the newer ones gets a plain bar. */
export function dressOf(look, settings) {
  return {
    question: look.question ?? settings.question ?? "",
    forLabel: look.forLabel ?? settings.forLabel ?? "",
    againstLabel: look.againstLabel ?? settings.againstLabel ?? "",
    mode: look.mode ?? oneOf(MODES, settings.mode) ?? "combined",
    span: look.span,
    layout: layoutOf(look, settings),
    numbers: look.numbers ?? oneOf(NUMBERS, settings.numbers) ?? "none",
    hint: look.hint ?? oneOf(HINTS, settings.hint) ?? "off",
    effects: look.effects ?? oneOf(EFFECTS, settings.effects) ?? "off",
    forTrigger: settings.forTrigger ?? "",
    againstTrigger: settings.againstTrigger ?? "",
    forChannels: settings.forChannels ?? [],
    againstChannels: settings.againstChannels ?? [],
    counts: look.counts,
  };
}

function layoutOf(look, settings) {
  return look.layout ?? oneOf(LAYOUTS, settings.layout) ?? "horizontal";
}

function oneOf(allowed, value) {
  return allowed.includes(value) ? value : undefined;
}

function text(given, longest) {
  return given !== null && [...given].length <= longest ? given : undefined;
}

/** A hex colour, with or without its #, or a CSS colour name. */
function colour(text) {
  if (/^#?([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i.test(text)) {
    return text.startsWith("#") ? text : `#${text}`;
  }
  const named = /^[a-z]+$/i.test(text) && !/^(inherit|initial|unset|revert)/i.test(text);
  return named && CSS.supports("color", text) ? text : undefined;
}

function number(least, most) {
  return (text) => (/^\d+(\.\d+)?$/.test(text) && text >= least && text <= most ? text : undefined);
}

/** A factor for a percentage. */
function percentage(least, most) {
  const read = number(least, most);
  return (text) => (read(text) === undefined ? undefined : String(text / 100));
}

function pixels(least, most) {
  const read = number(least, most);
  return (text) => (read(text) === undefined ? undefined : `${text}px`);
}

function fontName(text) {
  return /^[\p{L}\p{N} _-]{1,60}$/u.test(text) ? `"${text}"` : undefined;
}

function form(pattern) {
  return (text) => (pattern.test(text) ? text : undefined);
}

/** A colour as CSS writes it; one that refers to something else is none. */
function cssColour(text) {
  return /^(#[0-9a-f]+|[a-z]+|(rgb|hsl)a?\([\d\s.,%/]+\))$/i.test(text) && (text.includes("(") || text.startsWith("#") ? CSS.supports("color", text) : colour(text)) ? text : undefined;
}
