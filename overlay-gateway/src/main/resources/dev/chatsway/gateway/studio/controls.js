import * as api from "./api.js";
import { h, say } from "./dom.js";

/** The buttons for while the stream runs. */
export function controls(session, changed, now) {
  const act = (work) => async () => {
    try {
      await work();
      now.look();
    } catch (refusal) {
      say(refusal.message);
    }
  };
  const reset = h("button", {
    type: "button",
    onclick: act(async () => {
      await api.resetBar(session.id);
      say("The bar is back at neutral.");
    }),
  }, "Reset");
  const pause = h("button", {
    type: "button",
    onclick: act(async () => {
      changed(await api.patchBar(session.id, { settings: { paused: !session.settings.paused } }));
      say(session.settings.paused ? "Paused: votes do not count." : "Votes count again.");
    }),
  });
  const show = ({ settings }) => {
    pause.textContent = settings.paused ? "Resume" : "Pause votes";
    pause.classList.toggle("primary", settings.paused);
  };
  show(session);
  return { element: h("div", { class: "row controls" }, pause, reset), show };
}
