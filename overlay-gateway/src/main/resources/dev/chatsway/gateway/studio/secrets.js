import * as api from "./api.js";
import { copyable } from "./copying.js";
import { confirmed } from "./dialog.js";
import { h, say } from "./dom.js";

const ROTATIONS = [
  ["overlay-id", "Overlay URL", "Overlays with the old URL go dark and say that it was replaced."],
  ["link-token", "Vote URL", "Chat commands with the old one stop voting."],
  ["vote-token", "Vote token", "Bots with the old one stop voting."],
  ["webhook-secret", "Webhook secret", "The old one keeps working for 24 hours."],
  ["owner-token", "Owner token", "Everyone signed in with the old one is signed out."],
];

/** The keys of a bar, each to be replaced when it leaked, and the end of the bar. */
export function secrets(session, context) {
  return h(
    "div",
    { class: "stack" },
    copyable("Owner token: opens this bar's studio for someone else", session.ownerToken, session.ownerToken),
    h("ul", { class: "rotations" }, ...ROTATIONS.map((each) => rotation(session, context, each))),
    h("p", {}, h("button", { type: "button", class: "danger", onclick: () => remove(session, context) }, "Delete this bar")),
  );
}

function rotation(session, context, [secret, name, consequence]) {
  const replace = async () => {
    if (!(await confirmed(`Replace the ${name.toLowerCase()}?`, consequence, "Replace"))) {
      return;
    }
    try {
      const fresh = await api.rotate(session.id, secret);
      if (context.owner && secret === "owner-token") {
        context.signedIn(await api.signIn({ token: fresh.ownerToken }));
      } else {
        await context.reload();
      }
      say(`There is a new ${name.toLowerCase()}.`);
    } catch (refusal) {
      say(refusal.message);
    }
  };
  return h("li", {}, h("div", {}, h("strong", {}, name), h("p", { class: "hint" }, consequence)), h("button", { type: "button", onclick: replace, "aria-label": `Replace: ${name}` }, "Replace"));
}

async function remove(session, context) {
  const name = session.name || "this bar";
  if (!(await confirmed(`Delete ${name}?`, "Its overlay, its votes and all of its keys are gone for good.", "Delete"))) {
    return;
  }
  try {
    await api.deleteBar(session.id);
    say("The bar was deleted.");
    if (context.owner) {
      await api.signOut();
      location.reload();
    } else {
      location.hash = "#/";
    }
  } catch (refusal) {
    say(refusal.message);
  }
}
