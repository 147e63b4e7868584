import * as api from "./api.js";
import { h, say } from "./dom.js";

const BURST = 20;

/** Buttons that cast votes as viewers do, each of a voter who never voted before; the history knows that they were tests. Calls `answered` after each. */
export function testVotes(session, answered) {
  let shown = session.settings;
  const cast = async (votes) => {
    try {
      const { results } = await api.castTestVotes(session.id, votes);
      const counted = results.filter(({ status }) => status === "ok").length;
      answered();
      say(words(counted, results, shown));
    } catch (refusal) {
      say(refusal.message);
    }
  };
  const left = h("button", { type: "button", onclick: () => cast({ for: 1 }) });
  const right = h("button", { type: "button", onclick: () => cast({ against: 1 }) });
  const burst = h("button", { type: "button", onclick: () => cast(someOfBoth()) }, `Burst of ${BURST}`);
  const show = ({ settings }) => {
    shown = settings;
    left.textContent = `Vote ${settings.forLabel || "left"}`;
    right.textContent = `Vote ${settings.againstLabel || "right"}`;
  };
  return { element: h("div", { class: "row controls", role: "group", "aria-label": "Test votes" }, left, right, burst), show };
}

/** Three in four for one of the sides, so that the bar visibly goes somewhere. */
function someOfBoth() {
  const [most, few] = [BURST * 0.75, BURST * 0.25];
  return Math.random() < 0.5 ? { for: most, against: few } : { for: few, against: most };
}

const WHY = { paused: "votes are paused", frozen: "a result is being shown", limited: "there are too many votes a minute" };

function words(counted, results, { weights }) {
  if (counted < results.length) {
    const { status } = results.find((each) => each.status !== "ok");
    return `${counted === 0 ? "Not counted" : `${counted} of ${results.length} counted`}: ${WHY[status] ?? status.replaceAll("_", " ")}.`;
  }
  return weights.everyone === 0 ? "Counted with the weight of viewers without a role, which is 0: the bar does not move." : counted === 1 ? "Counted." : `${counted} counted.`;
}
