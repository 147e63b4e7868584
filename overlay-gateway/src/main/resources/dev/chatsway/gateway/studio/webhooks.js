import * as api from "./api.js";
import { copyable } from "./copying.js";
import { confirmed } from "./dialog.js";
import { freshId, h, say } from "./dom.js";
import { number } from "./fields.js";
import { ago } from "./times.js";

const MOST = 3;

/**
 * Where the bar sends what happens: other programs of the streamer, each with its key and how it goes. Loaded when somebody looks, since
 * most bars have none.
 */
export function webhooks(bar) {
  const { session } = bar;
  const list = h("ul", { class: "rotations" });
  const problem = h("p", { class: "problem", role: "alert" });
  const url = h("input", { type: "url", id: freshId(), autocomplete: "off", placeholder: "https://…" });
  const add = h("button", { type: "submit" }, "Add");
  const allowed = h("p", { class: "hint" });
  const form = h(
    "form",
    {
      class: "stack",
      onsubmit: (event) => {
        event.preventDefault();
        act(add, async () => {
          await api.addWebhook(session.id, url.value.trim());
          url.value = "";
          return "Added. Press “Test” to see whether it arrives.";
        });
      },
    },
    h("div", { class: "field" }, h("label", { for: url.id }, "Address of the other program"), h("div", { class: "row" }, url, add)),
    allowed,
  );
  const closed = h("p", { class: "note", hidden: true }, "The operator of this server has switched this off.");
  const look = async () => show(await api.webhooks(session.id));

  async function act(button, work) {
    button.disabled = true;
    problem.textContent = "";
    try {
      say(await work());
      await look();
    } catch (refusal) {
      const error = refusal.errors?.[0];
      problem.textContent = error ? `Not done. Allowed: ${error.allowed}.` : `Not done. ${refusal.message}`;
    } finally {
      button.disabled = false;
    }
  }

  function show({ targets, webhooks: all }) {
    closed.hidden = targets !== "off";
    form.hidden = targets === "off" || all.length >= MOST;
    allowed.textContent = allowedWords(targets);
    list.replaceChildren(...all.map((webhook) => entry(session, webhook, act)));
  }

  const details = h(
    "details",
    { ontoggle: () => details.open && look().catch((refusal) => (problem.textContent = refusal.message)) },
    h("summary", {}, "Set up"),
    h(
      "div",
      { class: "stack" },
      closed,
      list,
      form,
      problem,
      number(bar.setting("alertAt"), "Also when a side has reached", "Points from 1 to 100; 0 means never. Sent once, and again only after the bar has been well below it."),
      number(bar.setting("alertSeconds"), "and held it for", "Seconds."),
    ),
  );
  return h(
    "div",
    { class: "stack" },
    h("p", { class: "hint" }, "Streamer.bot, SAMMI or a game can act when a round opens, when it is decided and when a side is far ahead: Chatsway sends them who won, the votes and the percentages. Failed deliveries are retried for a day."),
    details,
  );
}

function allowedWords(targets) {
  const words = targets.split(", ");
  if (words.includes("any")) {
    return "Any address will do.";
  }
  const places = words.map((word) => ({ public: "an address on the internet", loopback: "a program on the computer that runs Chatsway" })[word] ?? word);
  return `Allowed here: ${places.join(", or ")}.`;
}

function entry(session, webhook, act) {
  const name = `“${webhook.url}”`;
  const test = h("button", { type: "button", "aria-label": `Test: ${name}`, onclick: () => act(test, async () => testWords(await api.testWebhook(session.id, webhook.number))) }, "Test");
  const on = h("button", { type: "button", class: "primary", "aria-label": `Switch on again: ${name}`, onclick: () => act(on, async () => (await api.enableWebhook(session.id, webhook.number), "It is on again.")) }, "Switch on again");
  const remove = h("button", {
    type: "button",
    "aria-label": `Remove: ${name}`,
    onclick: async () => {
      if (await confirmed("Remove this address?", "Nothing more will be sent to it, and its key will be gone.", "Remove")) {
        act(remove, async () => (await api.removeWebhook(session.id, webhook.number), "Removed."));
      }
    },
  }, "Remove");
  return h(
    "li",
    {},
    h(
      "div",
      { class: "stack" },
      h("strong", { class: "address" }, webhook.url),
      h("p", { class: "hint" }, stateWords(webhook)),
      copyable("Signing key", webhook.secret, webhook.secret),
      h("p", { class: "row" }, test, webhook.status === "off" ? on : null, remove),
    ),
  );
}

function testWords({ delivered, status, millis, error }) {
  return delivered ? `It arrived, in ${millis} ms (${status}).` : `It did not arrive: ${error}.`;
}

/** How it goes, in words. */
function stateWords({ status, waiting, lastAttempt, off, skipped }) {
  const last = lastAttempt ? ` Last: ${ago(Date.now() - Date.parse(lastAttempt.at))}${lastAttempt.error ? `, ${lastAttempt.error}` : ", it arrived"}.` : "";
  const lost = skipped ? ` ${skipped} were never sent: too many waited.` : "";
  switch (status) {
    case "off":
      return `Switched off: ${off.reason === "gone" ? "it answered that it wants no more" : "it failed for a day"}.${last}${lost}`;
    case "failing":
      return `Failing: ${waiting === 1 ? "1 message waits" : `${waiting} messages wait`}, and it is tried again.${last}${lost}`;
    default:
      return `On.${last || " Nothing was sent yet."}${lost}`;
  }
}
