import * as api from "./api.js";
import { BarRecord } from "./bar-record.js";
import { Chat } from "./chat.js";
import { chatSides } from "./chat-sides.js";
import { Checklist } from "./checklist.js";
import { coHosts, sharedWithYou, sharer } from "./co-hosts.js";
import { controls } from "./controls.js";
import { h } from "./dom.js";
import { History } from "./history.js";
import { helpers } from "./helpers.js";
import { looks } from "./looks.js";
import { Now } from "./now.js";
import { Preview } from "./preview.js";
import { Rounds } from "./rounds.js";
import { secrets } from "./secrets.js";
import { chatSettings, lookSettings, questionSettings } from "./settings.js";
import { testVotes } from "./test-votes.js";
import { tester } from "./tester.js";
import { votesIn } from "./votes-in.js";
import { webhooks } from "./webhooks.js";

/** The parts of the page, in the order of their links: what the stream needs, then setting up. */
const PARTS = { live: "Live", history: "History", question: "Question", chat: "Chat", look: "Look", obs: "OBS", people: "People" };

/**
 * One bar: on the stage the preview, the buttons for while the stream runs and how the bar is; beside it one part at a time, which the URL names.
 *
 * @param session as the session API shows it
 * @param part which of PARTS to begin with; anything else is the first
 * @param context {owner: signed in with this bar's owner token, accounts: whether one can sign in with Twitch, network: where Chatsway is in the local network, if it is, signedIn(who), reload()}
 * @return {title, element, open(id, part): whether this page shows that bar, and now that part, stop()}
 */
export function barPage(session, part, context) {
  const bar = new BarRecord(session);
  const preview = new Preview(session);
  const history = new History(session);
  const checklist = new Checklist(session.id);
  const rounds = new Rounds({ rounds: () => api.rounds(session.id), openRound: (round) => api.openRound(session.id, round), closeRound: () => api.closeRound(session.id) }, () => session.settings);
  const isCoHost = session.sharedBy !== undefined; // has none of its keys
  const tests = testVotes(session, () => now.look());
  const chat = new Chat(bar, () => now.look());
  const now = new Now(bar, { checklist, chat, tellHour: (hour) => history.take(hour), lost: context.reload });
  const title = h("h1");
  const control = controls(bar, now);
  bar.watch(({ name }) => (title.textContent = name || "Untitled bar"));
  bar.watch(control.show);
  bar.watch(tests.show);
  bar.watch(({ settings }) => checklist.settings(settings));
  const before = keys(session);
  bar.watch((record) => keys(record) === before || context.reload()); // nothing dead is shown, or offered to copy
  const parts = new Parts(session.id, {
    live: [rounds.element],
    history: [history.element],
    question: [questionSettings(bar)],
    chat: [chat.element, chatSides(bar), h("h3", {}, "Try it"), tests.element, h("p", { class: "hint" }, "Test votes count like a viewer’s: reset the bar before you go live."), tester(bar), ...(isCoHost ? [] : [votesIn(session, context.network)]), chatSettings(bar)],
    look: [preview.tools, lookSettings(bar)],
    obs: [looks(session, preview, context.network)],
    people: isCoHost ? [sharedWithYou(session)] : [...(context.accounts ? [coHosts(bar)] : []), helpers(session, context), h("h3", {}, "Send results to other programs"), webhooks(bar), h("h3", {}, "Keys and deletion"), secrets(session, context)],
  });
  const element = h(
    "div",
    { class: "studio" },
    h("div", { class: "heading" }, title, isCoHost ? h("p", { class: "hint" }, `Shared by ${sharer(session)}`) : null, context.owner ? null : h("a", { href: "#/" }, "All bars")),
    h("aside", { class: "stage", "aria-label": "Preview and controls" }, preview.element, control.element, now.element),
    checklist.element,
    parts.links,
    parts.element,
  );
  parts.open(part);
  now.start();
  rounds.start();
  return {
    title: session.name || "Bar",
    element,
    open: (id, next) => id === session.id && parts.open(next),
    stop: () => [now, rounds, history].forEach((each) => each.stop()),
  };
}

/** All that a page shows of a bar's keys, as one text. */
function keys({ overlayUrl, voteUrl, voteToken, webhookSecret, ownerToken, controlUrl, deckUrl }) {
  return JSON.stringify([overlayUrl, voteUrl, voteToken, webhookSecret, ownerToken, controlUrl, deckUrl]);
}

/** Links, and the one part that is shown. */
class Parts {
  #links;
  #sections;

  constructor(id, contents) {
    const names = Object.entries(PARTS);
    this.#links = Object.fromEntries(names.map(([part, name]) => [part, h("a", { href: `#/bars/${id}/${part}` }, name)]));
    this.#sections = Object.fromEntries(names.map(([part, name]) => [part, h("section", { class: "card", "aria-label": name }, h("h2", { class: "visually-hidden" }, name), h("div", { class: "stack" }, ...contents[part]))]));
    this.links = h("nav", { class: "parts", "aria-label": "Parts of this bar" }, ...Object.values(this.#links));
    this.element = h("div", { class: "part" }, ...Object.values(this.#sections));
  }

  open(part) {
    const [first] = Object.keys(PARTS);
    const opened = Object.hasOwn(PARTS, part) ? part : first;
    for (const each of Object.keys(PARTS)) {
      this.#sections[each].hidden = each !== opened;
      this.#links[each].setAttribute("aria-current", each === opened ? "page" : "false");
    }
    this.#links[opened].scrollIntoView({ block: "nearest", inline: "center" }); // on a phone the row is wider than the screen
    return true;
  }
}
