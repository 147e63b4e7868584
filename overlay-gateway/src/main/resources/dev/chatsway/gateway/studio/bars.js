import * as api from "./api.js";
import { h, say } from "./dom.js";

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
  const none = h("p", { class: "hint" }, "No bar yet. Give your first one a name: everything else has a good start, and can be changed live.");
  return {
    title: "Your bars",
    element: h("div", { class: "narrow" }, h("h1", {}, "Your bars"), creation(), list.children.length ? list : none, more),
  };
}

function creation() {
  const problem = h("p", { id: "new-problem", class: "problem", role: "alert" });
  const name = h("input", { id: "new-name", type: "text", placeholder: "Friday night", autocomplete: "off", "aria-describedby": "new-problem" });
  const submit = async (event) => {
    event.preventDefault();
    problem.textContent = "";
    try {
      location.hash = `#/bars/${(await api.createBar(name.value)).id}`;
    } catch (refusal) {
      problem.textContent = refusal.errors.length ? `Not made. Allowed: ${refusal.errors[0].allowed}.` : refusal.message;
    }
  };
  return h(
    "form",
    { class: "card creation", onsubmit: submit },
    h("label", { for: "new-name" }, "Name of a new bar"),
    h("div", { class: "row" }, name, h("button", { class: "primary", type: "submit" }, "Create")),
    problem,
  );
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
