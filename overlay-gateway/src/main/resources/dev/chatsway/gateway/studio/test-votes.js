import * as api from "./api.js";
import { h, say } from "./dom.js";

const BURST = 20;

/** Buttons that cast real votes, each of a voter who never voted before; calls `answered` after each. */
export function testVotes(session, answered) {
  const cast = (sides) => async () => {
    try {
      const { results } = await api.vote(session, sides.map((side) => ({ voter: `test-${Math.random().toString(36).slice(2)}`, side })));
      const counted = results.filter(({ status }) => status === "ok").length;
      answered();
      say(counted === results.length ? "Counted." : `${counted} of ${results.length} counted: ${results.find(({ status }) => status !== "ok").status.replaceAll("_", " ")}.`);
    } catch (refusal) {
      say(refusal.message);
    }
  };
  const left = h("button", { type: "button", onclick: cast(["for"]) });
  const right = h("button", { type: "button", onclick: cast(["against"]) });
  const burst = h("button", { type: "button", onclick: () => cast(Array.from({ length: BURST }, () => (Math.random() < 0.6 ? "for" : "against")))() }, `Burst of ${BURST}`);
  const show = ({ settings }) => {
    left.textContent = `Vote ${settings.forLabel || "left"}`;
    right.textContent = `Vote ${settings.againstLabel || "right"}`;
  };
  return { element: h("div", { class: "row controls", role: "group", "aria-label": "Test votes" }, left, right, burst), show };
}
