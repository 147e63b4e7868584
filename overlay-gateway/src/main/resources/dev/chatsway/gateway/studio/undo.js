import { h, say } from "./dom.js";

/** As long as the server can undo a reset, in ms. */
const OFFERED = 10_000;

/** A button that is there for 10 s after a reset, over the page, so that nothing else moves: {element, offer()}. `undo` throws a Refusal; `done` follows it. */
export function undoReset(undo, done) {
  let timer = 0;
  const element = h("button", { type: "button", class: "undo primary", hidden: true, onclick: press }, "Undo reset");

  async function press() {
    element.disabled = true;
    element.textContent = "Undoing …";
    try {
      await undo();
      say("The bar is back where it was.");
    } catch (refusal) {
      say(refusal.status === 409 ? "Too late: the reset can no longer be undone." : `Not undone. ${refusal.message}`);
    } finally {
      hide();
      done();
    }
  }

  function hide() {
    clearTimeout(timer);
    element.hidden = true;
    element.disabled = false;
    element.textContent = "Undo reset";
  }

  function offer() {
    hide();
    element.hidden = false;
    timer = setTimeout(hide, OFFERED);
  }

  return { element, offer };
}
