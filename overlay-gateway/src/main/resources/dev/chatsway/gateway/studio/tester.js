import * as api from "./api.js";
import { channelChoice } from "./chat-sides.js";
import { h } from "./dom.js";

/** Type a chat line and see whether it would count, for which side, or exactly why not. Nothing is counted. */
export function tester(bar) {
  const channel = channelChoice(bar);
  const line = h("input", { id: "chat-line", type: "text", autocomplete: "off", spellcheck: "false" });
  const answer = h("p", { class: "answer", role: "status" });
  const submit = async (event) => {
    event.preventDefault();
    try {
      const { status, side, normalized, reason } = await api.explain(bar.session.id, line.value, channel.value);
      const counts = status === "ok" ? (side === "for" ? "Counts for the left side" : "Counts for the right side") : "Does not count";
      answer.replaceChildren(h("strong", {}, counts), `: ${reason}`, h("span", { class: "hint" }, ` Read as “${normalized}”.`));
    } catch (refusal) {
      answer.replaceChildren(refusal.errors.length ? `Allowed: ${refusal.errors[0].allowed}.` : refusal.message);
    }
  };
  return h(
    "form",
    { class: "tester", onsubmit: submit },
    h("label", { for: "chat-line" }, "Try a chat line"),
    h("div", { class: "row" }, line, channel, h("button", { type: "submit" }, "Would it count?")),
    answer,
  );
}
