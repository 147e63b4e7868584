import * as api from "./api.js";
import { h, say } from "./dom.js";
import { ago } from "./times.js";

const began = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** Every browser that is signed in as this visitor is, each to be signed out; `reload` shows the page again. */
export async function signInsPage(reload) {
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
  const endOthers = h("button", { type: "button", class: "danger", onclick: ending(api.endOtherSignIns, "Signed out everywhere else.") }, "Sign out everywhere else");
  return {
    title: "Signed in elsewhere",
    element: h(
      "section",
      { class: "card narrow stack" },
      h("h1", {}, "Signed in elsewhere"),
      h("p", { class: "hint" }, "A browser is signed out automatically after 12 hours without use, and after 30 days in any case. If one of these is not yours, sign it out and replace the token it used."),
      h("ul", { class: "rotations" }, ...signIns.map(entry)),
      h("p", { class: "row" }, others.length ? endOthers : h("span", {}, "You are not signed in anywhere else."), h("a", { class: "button", href: "#/" }, "Back")),
    ),
  };
}
