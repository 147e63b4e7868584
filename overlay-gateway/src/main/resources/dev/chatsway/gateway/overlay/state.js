/** One shape and one line of words for every state that is not plainly live. Shapes are strokes in a box of 16 by 16. */
const MARKS = {
  connecting: { shape: "M13 8a5 5 0 1 1-1.6-3.7M13 1.5v3.3H9.7", words: "Connecting" },
  reconnecting: { shape: "M13 8a5 5 0 1 1-1.6-3.7M13 1.5v3.3H9.7", words: "Reconnecting" },
  degraded: { shape: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2M8 5v3.2l2.2 1.6", words: "Waiting for data" },
  paused: { shape: "M5 3v10M11 3v10", words: "Paused" },
  rotated: {
    shape: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2M4 4l8 8",
    words: "This overlay URL was replaced. Copy the new one into OBS.",
  },
  deleted: { shape: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2M4 4l8 8", words: "This bar was deleted." },
  unavailable: { shape: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2M4 4l8 8", words: "Unavailable" },
  unknown: {
    shape: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2M4 4l8 8",
    words: "This overlay URL is not in use. Copy the current one into OBS.",
  },
};

const SVG = "http://www.w3.org/2000/svg";

/** <chatsway-state>: the quiet mark that says how far the bar can be believed. A live bar shows none. */
export class State extends HTMLElement {
  #path = null;
  #words = null;

  connectedCallback() {
    if (this.#path) {
      return;
    }
    this.setAttribute("role", "status");
    const icon = document.createElementNS(SVG, "svg");
    icon.setAttribute("viewBox", "0 0 16 16");
    icon.setAttribute("aria-hidden", "true");
    this.#path = document.createElementNS(SVG, "path");
    icon.append(this.#path);
    this.#words = document.createElement("span");
    this.append(icon, this.#words);
  }

  /** Shows the mark of a state, one of live, connecting, reconnecting, degraded, paused, unavailable, rotated, deleted, unknown. */
  show(state) {
    const mark = MARKS[state];
    this.hidden = !mark;
    this.#path.setAttribute("d", mark ? mark.shape : "");
    this.#words.textContent = mark ? mark.words : "";
  }
}

customElements.define("chatsway-state", State);
