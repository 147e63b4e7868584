import "../../overlay/assets/bar.js";
import "../../overlay/assets/state.js";
import { applyLook, dressOf, readLook } from "../../overlay/assets/look.js";
import { h } from "./dom.js";
import { SIZES } from "./preview.js";

const STYLES = ["themes", "overlay", "votes", "layouts", "compact", "worm", "states"];
/** Of both edges together, in pixels. */
const MARGIN = 12;
let loading = null;

/** The overlay's own styles, loaded once for all pictures. */
function styles() {
  loading ??= Promise.all(STYLES.map(load)).catch((failure) => {
    loading = null; // the next picture tries again
    throw failure;
  });
  return loading;
}

async function load(name) {
  const answer = await fetch(new URL(`../../overlay/assets/${name}.css`, import.meta.url));
  if (!answer.ok) {
    throw new Error(answer.statusText);
  }
  return new CSSStyleSheet().replace(await answer.text());
}

/**
 * A bar as it is on the stream, drawn small by the overlay's own code in a shadow tree, and without a connection of its own: it is told how
 * the bar is. For eyes only: who shows it says the same in words.
 */
export class BarPicture {
  #room = h("div");
  #bar = h("chatsway-bar");
  #size = SIZES.horizontal;
  #dressed = "";
  #isShown = false;
  #resizing = new ResizeObserver(() => this.#fit());
  element = h("div", { class: "thumb", "aria-hidden": "true" });

  constructor() {
    this.element.attachShadow({ mode: "open" });
    this.#room.style.cssText = "position: absolute; top: 50%; left: 50%";
    this.#resizing.observe(this.element);
  }

  /** Follows a curve {value, for, against, decayRate, revision, forVotes, againstVotes, settings}, with the public settings; in the page by now. */
  async show(curve) {
    await this.#build();
    const { settings } = curve;
    const dress = JSON.stringify(settings);
    if (dress !== this.#dressed) {
      this.#dressed = dress;
      this.element.dataset.layout = settings.layout;
      this.#size = SIZES[settings.layout] ?? SIZES.horizontal;
      const look = readLook(new URLSearchParams(this.#size));
      applyLook(this.#room, look, settings);
      this.#bar.dress({ ...dressOf(look, settings), hint: "off" });
      this.#fit();
    }
    this.#mark(settings.paused ? "paused" : "live");
    this.#bar.stale = false;
    this.#bar.show({ ...curve, scale: settings.scale }, !this.#isShown);
    this.#isShown = true;
  }

  /** Stands still until it is told of a curve again; `isLost`: because the server does not answer, which it shows. */
  rest(isLost) {
    if (this.#isShown) {
      this.#bar.stale = true;
      if (isLost) {
        this.#mark("reconnecting");
      }
    }
  }

  async #build() {
    const { shadowRoot } = this.element;
    const sheets = await styles();
    if (!this.#bar.isConnected) {
      shadowRoot.adoptedStyleSheets = sheets;
      this.#room.append(this.#bar);
      shadowRoot.append(this.#room);
    }
  }

  #mark(state) {
    if (this.#room.dataset.state !== state) {
      this.#room.dataset.state = state;
      this.#bar.querySelector("chatsway-state").show(state);
    }
  }

  /** As large as the source in OBS, and scaled as a whole. */
  #fit() {
    const { clientWidth, clientHeight } = this.element;
    const scale = Math.min(1, (clientWidth - MARGIN) / this.#size.width, (clientHeight - MARGIN) / this.#size.height);
    this.#room.style.transform = `translate(-50%, -50%) scale(${scale})`;
  }
}
