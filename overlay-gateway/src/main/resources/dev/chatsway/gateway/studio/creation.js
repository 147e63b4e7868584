import * as api from "./api.js";
import { recognised } from "./chat-source.js";
import { Demo } from "./demo-picture.js";
import { freshId, h, UNSURE } from "./dom.js";

/** A new bar: asks for what is decided, and shows it as it will look; everything else has a good default and can be changed live. */
export function creation(login) {
  const problem = h("p", { id: "new-problem", class: "problem", role: "alert" });
  const left = field("Left option", "Jump", "40");
  const right = field("Right option", "Stay", "40");
  const question = field("Question (optional)", "What should I do?", "120");
  const channel = field("Your channel", "yourname or twitch.tv/yourname", "300");
  const what = h("p", { id: freshId(), class: "hint" });
  const explain = () => (what.textContent = recognised(channel.input.value).map(({ words }) => words).join(" ") || "The name or URL of a Twitch channel; or, for other sites, the address of Streamer.bot or Social Stream Ninja. Leave it empty to do this later.");
  channel.input.setAttribute("aria-describedby", `${what.id} new-problem`);
  channel.input.value = login ?? "";
  channel.input.addEventListener("input", explain);
  explain();
  const button = h("button", { class: "primary", type: "submit" }, "Create");
  const demo = new Demo(() => ({ forLabel: left.input.value || "Jump", againstLabel: right.input.value || "Stay", question: question.input.value }));
  const submit = async (event) => {
    event.preventDefault();
    if (button.disabled) {
      return;
    }
    problem.textContent = "";
    button.disabled = true;
    button.textContent = "Creating …";
    const [forLabel, againstLabel, asked, chat] = [left, right, question, channel].map(({ input }) => input.value.trim());
    try {
      const bar = await api.createBar({
        name: asked || `${forLabel || "For"} or ${againstLabel || "Against"}`,
        channels: recognised(chat).map((each) => each.channel),
        settings: { question: asked, forLabel: forLabel || "For", againstLabel: againstLabel || "Against", labelsCount: true, scale: "auto" },
      });
      location.hash = `#/bars/${bar.id}`;
    } catch (refusal) {
      channel.input.setAttribute("aria-invalid", String(refusal.errors.some(({ field: name }) => name.startsWith("channels"))));
      problem.textContent = refusal.status === 0 ? UNSURE : `Not created. ${refusal.errors.length ? `Allowed: ${refusal.errors[0].allowed}.` : refusal.message}`;
    } finally {
      button.disabled = false;
      button.textContent = "Create";
    }
  };
  const element = h(
    "form",
    { class: "card creation stack", onsubmit: submit, oninput: () => demo.draw() },
    h("h2", {}, "What should chat decide?"),
    demo.element,
    h("div", { class: "options" }, left.element, h("span", { class: "or", "aria-hidden": "true" }, "or"), right.element),
    h("div", { class: "choices" }, question.element, channel.element),
    what,
    problem,
    h("div", { class: "row" }, button),
  );
  return { element, focus: () => left.input.focus(), run: (isOn) => demo.run(isOn) };
}

function field(label, placeholder, maxlength) {
  const id = freshId();
  const input = h("input", { id, type: "text", placeholder, maxlength, autocomplete: "off", "aria-describedby": "new-problem" });
  return { input, element: h("div", { class: "field" }, h("label", { for: id }, label), input) };
}
