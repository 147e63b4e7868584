import * as api from "./api.js";
import { freshId, h, say } from "./dom.js";

/** All bars, and a new one in one step. */
export async function barsPage() {
  const list = h("ul", { class: "bars" });
  const more = h("button", { type: "button", class: "quiet" }, "Show more");
  let next;
  const load = async () => {
    const page = await api.listBars(next);
    list.append(...page.sessions.map(entry));
    next = page.next;
    more.hidden = !next;
  };
  more.addEventListener("click", () => load().catch((refusal) => say(refusal.message)));
  await load();
  const none = h("p", { class: "hint" }, "No bar yet. Name two options and press Create: everything else has a good start, and can be changed live.");
  return {
    title: "Your bars",
    element: h("div", { class: "narrow" }, h("h1", {}, "Your bars"), creation(), list.children.length ? list : none, more),
  };
}

/** Asks for what is decided and where the chat is; all else has a good start, and can be changed live. */
function creation() {
  const problem = h("p", { id: "new-problem", class: "problem", role: "alert" });
  const left = field("Left option", "Jump", "40");
  const right = field("Right option", "Stay", "40");
  const question = field("Question, if you like", "What should I do?", "120");
  const chat = field("Your Twitch channel", "name or twitch.tv/name; empty: later", "200");
  const submit = async (event) => {
    event.preventDefault();
    problem.textContent = "";
    const [forLabel, againstLabel, asked] = [left, right, question].map(({ input }) => input.value.trim());
    const login = channelName(chat.input.value);
    if (login === undefined) {
      problem.textContent = "That is no Twitch channel: its name has 1 to 25 letters, digits and underscores.";
      chat.input.focus();
      return;
    }
    try {
      const bar = await api.createBar({
        name: asked || `${forLabel || "For"} or ${againstLabel || "Against"}`,
        channels: login ? [{ platform: "twitch", login }] : [],
        settings: { question: asked, forLabel: forLabel || "For", againstLabel: againstLabel || "Against", labelsCount: true, scale: "auto" },
      });
      location.hash = `#/bars/${bar.id}`;
    } catch (refusal) {
      const isChat = refusal.errors.some((error) => error.field.startsWith("channels"));
      problem.textContent = isChat
        ? "This server cannot read a chat by the channel's name. Leave the channel empty, and connect a bot on the next page."
        : refusal.errors.length ? `Not made. Allowed: ${refusal.errors[0].allowed}.` : refusal.message;
    }
  };
  return h(
    "form",
    { class: "card creation stack", onsubmit: submit },
    h("h2", {}, "What should chat decide?"),
    h("div", { class: "options" }, left.element, h("span", { class: "or", "aria-hidden": "true" }, "or"), right.element),
    question.element,
    chat.element,
    problem,
    h("div", { class: "row" }, h("button", { class: "primary", type: "submit" }, "Create")),
  );
}

/** A channel's name from what was typed or pasted: empty for later, undefined if it is none. */
function channelName(typed) {
  const name = typed.trim().replace(/^(https?:\/\/)?((www|m)\.)?twitch\.tv\//i, "").replace(/^[@#]/, "").replace(/[/?#].*$/, "").toLowerCase();
  return name === "" || /^\w{1,25}$/.test(name) ? name : undefined;
}

function field(label, placeholder, maxlength) {
  const id = freshId();
  const input = h("input", { id, type: "text", placeholder, maxlength, autocomplete: "off", "aria-describedby": "new-problem" });
  return { input, element: h("div", { class: "field" }, h("label", { for: id }, label), input) };
}

function entry(session) {
  const { forLabel, againstLabel, paused } = session.settings;
  return h(
    "li",
    {},
    h(
      "a",
      { class: "card entry", href: `#/bars/${session.id}` },
      h("strong", {}, session.name || "Bar without a name"),
      h("span", {}, `${forLabel || "For"} versus ${againstLabel || "Against"}${paused ? " · paused" : ""}`),
    ),
  );
}
