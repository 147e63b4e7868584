import * as api from "./api.js";
import { confirmed } from "./dialog.js";
import { h, say } from "./dom.js";
import { ago } from "./times.js";

/** The accounts that have signed in, for the operator; `reload` shows the page again. */
export async function ownersPage(reload) {
  const list = h("ul", { class: "rotations" });
  const more = h("button", { type: "button", class: "quiet" }, "Show more");
  let next;
  const load = async () => {
    const page = await api.owners(next);
    list.append(...page.owners.map((owner) => entry(owner, reload)));
    next = page.next;
    more.hidden = !next;
  };
  more.addEventListener("click", () => load().catch((refusal) => say(refusal.message)));
  await load();
  return {
    title: "Owners",
    element: h(
      "section",
      { class: "card narrow stack" },
      h("h1", {}, "Owners"),
      h("p", { class: "hint" }, "Accounts that have signed in here. While one is suspended it cannot sign in, no vote counts in its bars, and its overlays say that they are unavailable."),
      list.children.length ? list : h("p", {}, "No accounts yet."),
      more,
      h("p", { class: "row" }, h("a", { class: "button", href: "#/" }, "All bars")),
    ),
  };
}

function entry({ account, login, suspended, coHostOnly, bars, lastSignIn }, reload) {
  const after = async (work, words) => {
    try {
      await work();
      await reload();
      say(words);
    } catch (refusal) {
      say(refusal.message);
    }
  };
  const suspend = () => after(() => api.suspendOwner(account, !suspended), suspended ? `${login} may go on.` : `${login} is suspended.`);
  const remove = async () => {
    if (await confirmed(`Delete ${login}?`, "All bars of this account and all that is known of it are gone for good.", "Delete")) {
      await after(() => api.deleteOwner(account), `${login} is deleted.`);
    }
  };
  const words = [coHostOnly ? "co-host only" : `${bars} ${bars === 1 ? "bar" : "bars"}`, `signed in ${ago(Date.now() - Date.parse(lastSignIn))}`, suspended ? "suspended" : null];
  return h(
    "li",
    {},
    h("div", {}, h("strong", {}, login), h("p", { class: "hint" }, words.filter(Boolean).join(" · "))),
    h(
      "div",
      { class: "row" },
      h("button", { type: "button", "aria-label": `${suspended ? "Resume" : "Suspend"}: ${login}`, onclick: suspend }, suspended ? "Resume" : "Suspend"),
      h("button", { type: "button", class: "danger", "aria-label": `Delete: ${login}`, onclick: remove }, "Delete"),
    ),
  );
}
