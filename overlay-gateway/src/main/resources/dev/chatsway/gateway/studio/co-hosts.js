import * as api from "./api.js";
import { copyable } from "./copying.js";
import { confirmed } from "./dialog.js";
import { freshId, h, say } from "./dom.js";

const until = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });

/** The Twitch accounts that may run a bar besides its owner: invites by name, and removes. */
export function coHosts(bar) {
  const { session } = bar;
  const problem = h("p", { id: freshId(), class: "problem", role: "alert" });
  const login = h("input", { id: freshId(), type: "text", placeholder: "theirname, or twitch.tv/theirname", autocomplete: "off", spellcheck: "false", maxlength: "300", required: true, "aria-describedby": problem.id });
  const list = h("ul", { class: "rotations", "aria-label": "Co-hosts" });
  const invite = async (event) => {
    event.preventDefault();
    problem.textContent = "";
    try {
      const before = bar.session.coHosts.length;
      const invited = await api.inviteCoHost(session.id, login.value.trim());
      const last = invited.coHosts.at(-1);
      bar.changed(invited);
      login.value = "";
      say(invited.coHosts.length === before && last?.account ? "Already a co-host." : "Invited.");
    } catch (refusal) {
      problem.textContent = refusal.errors?.length ? `Not invited. Allowed: ${refusal.errors[0].allowed}.` : refusal.message;
    }
    login.setAttribute("aria-invalid", String(problem.textContent !== ""));
  };
  const remove = async (name, isInvited) => {
    if (isInvited || (await confirmed(`Remove ${name}?`, "This bar disappears from their studio at once.", "Remove"))) {
      try {
        bar.changed(await api.removeCoHost(session.id, name));
        login.focus();
        say("Removed.");
      } catch (refusal) {
        say(refusal.message);
      }
    }
  };
  let shown = "";
  bar.watch((record) => {
    const next = JSON.stringify(record.coHosts);
    if (next !== shown) {
      shown = next;
      list.replaceChildren(...record.coHosts.map((each) => entry(each, remove)));
    }
  });
  return h(
    "section",
    { class: "stack", "aria-label": "Co-hosts with a Twitch account" },
    h("h3", {}, "Co-hosts with a Twitch account"),
    h("p", { class: "hint" }, "For people you trust: they sign in here with Twitch and find this bar in their list. They can run it and change its question, chat and look. They cannot delete or share it, and see none of its keys."),
    list,
    h(
      "form",
      { class: "field", onsubmit: invite },
      h("label", { for: login.id }, "Their Twitch channel"),
      h("div", { class: "row" }, login, h("button", { type: "submit" }, "Invite")),
      problem,
    ),
    copyable("Where they sign in", new URL(`${api.ROOT}studio`, location.href).href),
  );
}

function entry({ login, account, until: end }, remove) {
  const ended = Date.parse(end) <= Date.now();
  const words = account ? "Co-host" : ended ? "The invitation has expired: invite them again" : `Invited: has not signed in yet. Expires on ${until.format(Date.parse(end))}`;
  return h(
    "li",
    {},
    h("div", {}, h("strong", {}, login), h("p", { class: "hint" }, words)),
    h("button", { type: "button", "aria-label": `${account ? "Remove" : "Withdraw the invitation"}: ${login}`, onclick: () => remove(login, !account) }, account ? "Remove" : "Withdraw"),
  );
}

/** What a co-host may do in a bar that somebody shares, and the way out. */
export function sharedWithYou(session) {
  const leave = async () => {
    if (await confirmed("Leave this bar?", "It disappears from your list. Its owner can invite you again.", "Leave")) {
      try {
        await api.leaveBar(session.id);
        location.hash = "#/";
        say("You are no longer a co-host of that bar.");
      } catch (refusal) {
        say(refusal.message);
      }
    }
  };
  return h(
    "section",
    { class: "stack", "aria-label": "Shared with you" },
    h("h3", {}, "Shared with you"),
    h("p", { class: "hint" }, `You are a co-host: ${sharer(session)} shares this bar with you. You can run it and change its question, chat and look. Its keys, sharing and deleting stay with its owner.`),
    h("p", {}, h("button", { type: "button", onclick: leave }, "Leave this bar")),
  );
}

/** Who shares a bar with a co-host. */
export function sharer({ sharedBy }) {
  return sharedBy || "the operator of this server";
}
