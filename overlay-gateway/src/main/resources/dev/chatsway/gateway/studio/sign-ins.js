import * as api from "./api.js";
import { confirmed } from "./dialog.js";
import { h, say } from "./dom.js";
import { ago } from "./times.js";

const began = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** What the page is called: of an account it also has what is known of it. */
const signInsTitle = ({ account }) => (account ? "Your account" : "Signed in elsewhere");

/** Every browser that is signed in as this visitor is, each to be signed out; `reload` shows the page again, `signedOut` says why it cannot. */
export async function signInsPage(visitor, reload, signedOut) {
  const { signIns } = await api.signIns();
  const others = signIns.filter(({ current }) => !current);
  const ending = (work, words) => async () => {
    try {
      await work();
      await reload();
      say(words);
    } catch (refusal) {
      say(refusal.message);
    }
  };
  const entry = (signIn) => {
    const name = signIn.current ? "This browser" : "Another browser";
    const since = began.format(Date.parse(signIn.since));
    const end = h("button", { type: "button", "aria-label": `Sign out: since ${since}`, onclick: ending(() => api.endSignIn(signIn.id), "Signed out there.") }, "Sign out");
    return h(
      "li",
      {},
      h("div", {}, h("strong", {}, name), h("p", { class: "hint" }, `Since ${since}, last used ${ago(Date.now() - Date.parse(signIn.lastUsed))}`)),
      signIn.current ? null : end,
    );
  };
  const endOthers = h("button", { type: "button", onclick: ending(api.endOtherSignIns, "Signed out everywhere else.") }, "Sign out everywhere else");
  const leaving = (work, words) => async () => {
    try {
      await work();
      signedOut(words);
    } catch (refusal) {
      say(refusal.message);
    }
  };
  const everywhere = h("button", { type: "button", onclick: leaving(api.signOutEverywhere, "You are signed out everywhere.") }, "Sign out everywhere");
  const title = signInsTitle(visitor);
  const remedy = visitor.account ? "press “Sign out everywhere”, and look after your password at Twitch" : "sign it out and replace the token it used";
  return {
    title,
    element: h(
      "section",
      { class: "card narrow stack" },
      h("h1", {}, title),
      visitor.account ? h("h2", {}, "Where you are signed in") : null,
      h("p", { class: "hint" }, `A browser is signed out automatically after 12 hours without use, and after 30 days in any case. If one of these is not yours, ${remedy}.`),
      h("ul", { class: "rotations" }, ...signIns.map(entry)),
      h("p", { class: "row" }, others.length ? endOthers : h("span", {}, "You are not signed in anywhere else."), everywhere, h("a", { class: "button", href: "#/" }, "Back")),
      visitor.account ? ownData(visitor.account, leaving(api.deleteAccount, "Everything of your account is deleted.")) : null,
    ),
  };
}

/** The end of an account: `remove` deletes it. */
function ownData({ login }, remove) {
  const ask = async () => {
    if (await confirmed("Delete everything?", "All of your bars, their overlays, votes and keys, and what this server knows of your account are gone for good, at once. Bars that others share with you stay theirs, without you.", "Delete everything")) {
      await remove();
    }
  };
  return h(
    "section",
    { class: "stack", "aria-label": "Your data" },
    h("h2", {}, "Your data"),
    h("p", { class: "hint" }, `This server knows of you: your Twitch account (${login}) and its number, when you signed in, your bars, and which bars others share with you.`),
    h("p", {}, h("button", { type: "button", class: "danger", onclick: ask }, "Delete my data")),
  );
}
