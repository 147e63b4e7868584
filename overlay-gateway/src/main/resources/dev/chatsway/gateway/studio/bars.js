import * as api from "./api.js";
import { recognised } from "./chat-source.js";
import { sharer } from "./co-hosts.js";
import { freshId, h, say } from "./dom.js";

/**
 * All bars, of an account ({login, maxBars}) only its own and those shared with it, and a new one in one step; `hasOwners` links to those that have
 * accounts. An account that may have no bars of its own has maxBars 0.
 */
export async function barsPage({ login, maxBars }, hasOwners) {
  const list = h("ul", { class: "bars" });
  const more = h("button", { type: "button", class: "quiet" }, "Show more");
  let own = 0;
  let next;
  const load = async () => {
    const page = await api.listBars(next);
    list.append(...page.sessions.map(entry));
    own += page.sessions.filter(({ sharedBy }) => sharedBy === undefined).length;
    next = page.next;
    more.hidden = !next;
  };
  more.addEventListener("click", () => load().catch((refusal) => say(refusal.message)));
  await load();
  const isCoHostOnly = maxBars === 0;
  const none = h("p", { class: "hint" }, isCoHostOnly ? "Nobody shares a bar with you now. When somebody invites you, it appears here." : "No bar yet. Name two options and press Create: everything else has a good default and can be changed live.");
  const room = isCoHostOnly ? "Your account may run bars that others share with it. For bars of your own, ask the operator of this server." : maxBars ? `${own} of ${maxBars} bars` : null;
  return {
    title: "Your bars",
    element: h("div", { class: "narrow" }, h("h1", {}, "Your bars"), hasOwners ? h("p", {}, h("a", { href: "#/owners" }, "Owners with an account")) : null, isCoHostOnly ? null : creation(login), room ? h("p", { class: "hint" }, room) : null, list.children.length ? list : none, more),
  };
}

/** Asks for what is decided; everything else has a good default and can be changed live. */
function creation(login) {
  const problem = h("p", { id: "new-problem", class: "problem", role: "alert" });
  const left = field("Left option", "Jump", "40");
  const right = field("Right option", "Stay", "40");
  const question = field("Question (optional)", "What should I do?", "120");
  const channel = field("Your channel", "yourname, twitch.tv/yourname or ws://127.0.0.1:8080/", "300");
  const what = h("p", { class: "hint", "aria-live": "polite" });
  const explain = () => (what.textContent = recognised(channel.input.value).map(({ words }) => words).join(" ") || "The name or URL of a Twitch channel; or, for other sites, the address of Streamer.bot or Social Stream Ninja. Leave it empty to do this later.");
  channel.input.value = login ?? "";
  channel.input.addEventListener("input", explain);
  explain();
  const submit = async (event) => {
    event.preventDefault();
    problem.textContent = "";
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
      problem.textContent = refusal.errors.length ? `Not created. Allowed: ${refusal.errors[0].allowed}.` : refusal.message;
    }
  };
  return h(
    "form",
    { class: "card creation stack", onsubmit: submit },
    h("h2", {}, "What should chat decide?"),
    h("div", { class: "options" }, left.element, h("span", { class: "or", "aria-hidden": "true" }, "or"), right.element),
    question.element,
    channel.element,
    what,
    problem,
    h("div", { class: "row" }, h("button", { class: "primary", type: "submit" }, "Create")),
  );
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
      h("strong", {}, session.name || "Untitled bar"),
      h("span", {}, `${forLabel || "For"} versus ${againstLabel || "Against"}${paused ? " · paused" : ""}${session.sharedBy === undefined ? "" : ` · shared by ${sharer(session)}`}`),
    ),
  );
}
