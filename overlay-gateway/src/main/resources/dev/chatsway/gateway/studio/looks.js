import { addToObs } from "./add-to-obs.js";
import { ROOT } from "./api.js";
import { copyable } from "./copying.js";
import { freshId, h } from "./dom.js";
import { FINE_LOOK, LOOK, lookField } from "./look-fields.js";
import { SIZES } from "./preview.js";
import { deviceNote } from "./reach.js";

const KEY = "chatsway-look-";

/** The overlay's URL, to copy or to drag into OBS, with a look built into it. */
export function looks(session, preview, network) {
  const usual = SIZES[session.settings.layout];
  const { look, size } = remembered(session.id, usual);
  const out = h("div", { class: "stack" });
  const obs = addToObs(() => ({ name: session.name || "Chatsway", url: overlayUrl(session, look), ...size }));
  const show = () => {
    out.replaceChildren(...ways(session, look, size, network).filter(Boolean));
    preview.show(String(look), size);
    remember(session.id, look, size, usual);
  };
  const changed = (name, value) => {
    if (value) {
      look.set(name, value);
    } else {
      look.delete(name);
    }
    show();
  };
  const resize = (side, least, most) => (event) => {
    const pixels = Number(event.target.value);
    if (Number.isInteger(pixels) && pixels >= least && pixels <= most) {
      size[side] = pixels;
      show();
    }
  };
  show();
  return h(
    "div",
    { class: "stack" },
    obs,
    out,
    h(
      "div",
      { class: "grid" },
      source("Width in OBS", size.width, resize("width", 200, 7680)),
      source("Height in OBS", size.height, resize("height", 40, 1080)),
    ),
    h(
      "details",
      { open: String(look) !== "" },
      h("summary", {}, "Only in this source"),
      h("p", { class: "hint" }, "The URL shows the bar's look, live. What is set here is built into the URL instead, for a second source that looks different; empty fields are as in the settings."),
      h("div", { class: "grid" }, ...[...LOOK, ...FINE_LOOK].map((each) => lookField(each, look.get(each.name) ?? "", changed))),
    ),
  );
}

function source(label, pixels, oninput) {
  const id = freshId();
  return h("div", { class: "field" }, h("label", { for: id }, label), h("input", { id, type: "number", class: "short", value: pixels, min: 40, max: 7680, oninput }));
}

function overlayUrl(session, look) {
  const query = String(look);
  return session.overlayUrl + (query && `?${query}`);
}

/** The look is no setting of the bar, but this browser can keep it for the next visit. */
function remembered(id, usual) {
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem(KEY + id)) ?? {};
  } catch {
    // without storage, or with something else in it, there is nothing to remember
  }
  return { look: new URLSearchParams(kept.look), size: { ...usual, ...kept.size } };
}

function remember(id, look, size, usual) {
  const isUsual = size.width === usual.width && size.height === usual.height;
  try {
    localStorage.setItem(KEY + id, JSON.stringify({ look: String(look), size: isUsual ? undefined : size }));
  } catch {
    // the look is in the URL all the same
  }
}

function ways(session, look, { width, height }, network) {
  const query = String(look);
  const url = overlayUrl(session, look);
  const layer = new URLSearchParams(look);
  layer.set("layer-name", session.name || "Chatsway");
  layer.set("layer-width", width);
  layer.set("layer-height", height);
  const file = `${ROOT}overlay/${session.overlayId}/file${query && `?${query}`}`;
  return [
    copyable("Overlay URL", url),
    h(
      "p",
      { class: "row" },
      h("a", { class: "button", href: `${session.overlayUrl}?${layer}`, target: "_blank", rel: "noopener", draggable: "true" }, "Drag me into OBS"),
      h("a", { class: "button", href: file, download: "chatsway-overlay.html" }, "Download as a local file"),
    ),
    h("p", { class: "hint" }, `Or add a Browser source in OBS, paste the URL, and set width ${width} and height ${height}. The local file starts even when Chatsway is not running yet.`),
    deviceNote(url, network),
  ];
}
