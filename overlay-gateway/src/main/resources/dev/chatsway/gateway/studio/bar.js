import * as api from "./api.js";
import { Chat } from "./chat.js";
import { Checklist } from "./checklist.js";
import { controls } from "./controls.js";
import { h } from "./dom.js";
import { History } from "./history.js";
import { helpers } from "./helpers.js";
import { looks } from "./looks.js";
import { Now } from "./now.js";
import { Preview } from "./preview.js";
import { Rounds } from "./rounds.js";
import { secrets } from "./secrets.js";
import { settings } from "./settings.js";
import { testVotes } from "./test-votes.js";
import { votesIn } from "./votes-in.js";

/**
 * Everything about one bar: the preview, what it is doing, and what can be changed.
 *
 * @param session as the session API shows it
 * @param context {owner: signed in with this bar's owner token, network: where Chatsway is in the local network, if it is, signedIn(who), reload()}
 */
export function barPage(session, context) {
  const preview = new Preview(session);
  const history = new History(session);
  const checklist = new Checklist();
  const rounds = new Rounds({ rounds: () => api.rounds(session.id), openRound: (round) => api.openRound(session.id, round), closeRound: () => api.closeRound(session.id) }, () => session.settings);
  const tests = testVotes(session, () => now.look());
  const chat = new Chat(session, (fresh) => {
    changed(fresh);
    now.look();
  });
  const now = new Now(session, checklist, chat, (hour) => history.take(hour));
  const title = h("h1", {}, session.name || "Bar without a name");
  const changed = (fresh) => {
    Object.assign(session, fresh);
    title.textContent = session.name || "Bar without a name";
    control.show(session);
    tests.show(session);
  };
  const control = controls(session, changed, now);
  const parts = [
    ["rounds", "Rounds", rounds.element],
    ["history", "What happened", history.element],
    ["settings", "Votes and words", settings(session, changed)],
    ["obs", "Put it into OBS", looks(session, preview, context.network)],
    ["votes", "How votes come in", votesIn(session, chat, context.network)],
    ["helpers", "Co-hosts and Stream Deck", helpers(session, context)],
    ["keys", "Keys and deletion", secrets(session, context)],
  ];
  const jumps = parts.map(([id, name]) =>
    h("button", { type: "button", class: "jump", onclick: () => jumpTo(id) }, name),
  );
  const element = h(
    "div",
    { class: "studio" },
    h("div", { class: "heading" }, title, context.owner ? null : h("a", { href: "#/" }, "All bars")),
    h("aside", { class: "stage", "aria-label": "Preview and controls" }, preview.element, control.element, h("p", { class: "hint" }, "Test votes are real: reset the bar before you go live."), tests.element, now.element),
    h("div", { class: "steps" }, checklist.element),
    h("nav", { class: "jumps", "aria-label": "On this page" }, ...jumps),
    h("div", { class: "parts" }, ...parts.map(([id, name, part]) => h("section", { id, class: "card", tabindex: "-1", "aria-label": name }, h("h2", {}, name), part))),
  );
  now.start();
  rounds.start();
  return { title: session.name || "Bar", element, stop: () => [now, rounds, history].forEach((part) => part.stop()) };
}

function jumpTo(id) {
  const part = document.getElementById(id);
  part.scrollIntoView({ behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  part.focus({ preventScroll: true });
}
