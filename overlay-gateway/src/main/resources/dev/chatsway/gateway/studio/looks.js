import { ROOT } from "./api.js";
import { copyable } from "./copying.js";
import { freshId, h, isLocal } from "./dom.js";
import { FINE_LOOK, LOOK, lookField } from "./look-fields.js";

const KEY = "chatsway-look-";
/** The sizes in OBS to begin with, in pixels. */
const SIZES = { horizontal: { width: 800, height: 100 }, vertical: { width: 200, height: 500 }, compact: { width: 800, height: 40 } };

/** The overlay's URL, to copy or to drag into OBS, with a look built into it. */
export function looks(session, preview) {
  const usual = SIZES[session.settings.layout];
  const { look, size } = remembered(session.id, usual);
  const out = h("div", { class: "stack" });
  const show = () => {
    out.replaceChildren(...ways(session, look, size));
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
    out,
    h(
      "div",
      { class: "grid" },
      source("Width in OBS", size.width, resize("width", 200, 7680)),
      source("Height in OBS", size.height, resize("height", 40, 1080)),
      ...LOOK.map((each) => lookField(each, look.get(each.name) ?? "", changed)),
    ),
    h("details", {}, h("summary", {}, "Every detail of the look"), h("p", { class: "hint" }, "Empty fields use the settings and the theme."), h("div", { class: "grid" }, ...FINE_LOOK.map((each) => lookField(each, look.get(each.name) ?? "", changed)))),
  );
}

function source(label, pixels, oninput) {
  const id = freshId();
  return h("div", { class: "field" }, h("label", { for: id }, label), h("input", { id, type: "number", class: "short", value: pixels, min: 40, max: 7680, oninput }));
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

function ways(session, look, { width, height }) {
  const query = String(look);
  const url = session.overlayUrl + (query && `?${query}`);
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
      h("a", { class: "button primary", href: `${session.overlayUrl}?${layer}`, target: "_blank", rel: "noopener", draggable: "true" }, "Drag me into OBS"),
      h("a", { class: "button", href: file, download: "chatsway-overlay.html" }, "Download as a local file"),
    ),
    h("p", { class: "hint" }, `Or add a Browser source in OBS, paste the URL, and set width ${width} and height ${height}. The local file starts even when Chatsway is not running yet.`),
    reach(url),
  ];
}

function reach(url) {
  return isLocal(url) ? h("p", { class: "note" }, "This URL works on this computer only. For a phone, a second computer or a bot in the cloud, start Chatsway with a PUBLIC_URL that they can reach.") : null;
}
