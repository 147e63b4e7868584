import * as api from "./api.js";
import { h, say } from "./dom.js";
import { undoReset } from "./undo.js";

/** The buttons for while the stream runs: {element, show(session)}. */
export function controls(bar, now) {
  const { session } = bar;
  // What is pressed is asked for in that order: the next waits until the one before it is answered.
  let before = Promise.resolve();
  const act = (work) => () => {
    before = before.then(work).then(() => now.look(), (refusal) => say(refusal.message));
  };
  const undo = undoReset(() => api.undoReset(session.id), () => now.look());
  const reset = h("button", {
    type: "button",
    onclick: act(async () => {
      await api.resetBar(session.id);
      say("The bar is back at neutral.");
      undo.offer();
    }),
  }, "Reset");
  const pause = h("button", {
    type: "button",
    onclick: act(async () => {
      await bar.patch({ settings: { paused: !session.settings.paused } });
      say(session.settings.paused ? "Paused: votes do not count." : "Votes count again.");
    }),
  });
  const show = ({ settings }) => {
    pause.textContent = settings.paused ? "Resume" : "Pause votes";
    pause.classList.toggle("primary", settings.paused);
  };
  return { element: h("div", { class: "row controls" }, pause, reset, undo.element), show };
}
