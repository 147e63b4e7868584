import { ROOT } from "./api.js";
import { h } from "./dom.js";

const PICTURES = { dark: "Dark game", bright: "Bright game", plain: "Plain" };

/** The sizes in OBS to begin with, in pixels. */
export const SIZES = { horizontal: { width: 800, height: 100 }, vertical: { width: 200, height: 500 }, compact: { width: 800, height: 40 } };

/** The overlay as it stands on the stream, live, over a picture to judge it by; `tools` choose the picture, and have it move by itself. */
export class Preview {
  #session;
  #look = "";
  #size = SIZES.horizontal;
  #demo = false;
  #frame = h("iframe", { title: "Live preview of the overlay", tabindex: "-1" });
  #stage = h("div", { class: "picture dark" }, this.#frame);

  constructor(session) {
    this.#session = session;
    const pictures = Object.entries(PICTURES).map(([name, words]) => h("option", { value: name }, words));
    this.element = h("div", { class: "preview" }, this.#stage);
    this.tools = h(
      "div",
      { class: "row tools" },
      h("label", {}, "Preview over ", h("select", { onchange: (event) => (this.#stage.className = `picture ${event.target.value}`) }, ...pictures)),
      h("label", { class: "check" }, h("input", { type: "checkbox", onchange: (event) => this.#play(event.target.checked) }), "Let it move on its own"),
    );
    new ResizeObserver(() => this.#fit()).observe(this.#stage);
    this.#load();
  }

  /** Shows another look: the query of the overlay's URL, and the size of the source in pixels. */
  show(look, size) {
    this.#size = size;
    this.#fit();
    if (look !== this.#look) {
      this.#look = look;
      this.#load();
    }
  }

  #play(demo) {
    this.#demo = demo;
    this.#load();
  }

  #load() {
    const query = new URLSearchParams(this.#look);
    if (this.#demo) {
      query.set("demo", "1");
    }
    const search = String(query);
    this.#frame.src = `${ROOT}overlay/${this.#session.overlayId}${search && `?${search}`}`;
  }

  /** The frame is as large as the source in OBS, and is scaled as a whole. */
  #fit() {
    const { width, height } = this.#size;
    const scale = Math.min(1, this.#stage.clientWidth / width);
    this.#frame.style.width = `${width}px`;
    this.#frame.style.height = `${height}px`;
    this.#frame.style.transform = `translateY(-50%) scale(${scale})`;
    this.#stage.style.height = `${Math.max(96, height * scale + 48)}px`;
  }
}
