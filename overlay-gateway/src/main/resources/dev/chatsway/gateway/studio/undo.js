import { h, say } from "./dom.js";

/** As long as the server can undo a reset, in ms. */
const OFFERED = 10_000;

/** A button that is there for 10 s after a reset, and whose place is kept free: {element, offer()}. `undo` throws a Refusal; `done` follows it. */
export function undoReset(undo, done, large = false) {
  let timer = 0;
  const element = h("button", { type: "button", class: large ? "large" : "", onclick: press }, "Undo reset");

  async function press() {
    element.disabled = true;
    element.textContent = "Undoing …";
    try {
      await undo();
      say("The bar is back where it was.");
    } catch (refusal) {
      say(refusal.status === 409 ? "Too late: the reset cannot be undone any more." : `Not undone. ${refusal.message}`);
    } finally {
      hide();
      done();
    }
  }

  function hide() {
    clearTimeout(timer);
    element.style.visibility = "hidden"; // nothing moves under a thumb when it comes and goes
    element.disabled = false;
    element.textContent = "Undo reset";
  }

  function offer() {
    hide();
    element.style.visibility = "";
    timer = setTimeout(hide, OFFERED);
  }

  hide();
  return { element, offer };
}
