import * as api from "./api.js";
import { Demo } from "./demo-picture.js";
import { h } from "./dom.js";

const FAILURES = {
  denied: "You said no at Twitch, and nothing was changed.",
  expired: "That took too long, or was begun in another browser. Please try again.",
  unconfirmed: "Twitch did not confirm who you are. Please try again.",
  closed: "Your account may not have bars here. Ask the operator of this server.",
  suspended: "Your account is suspended here. Ask the operator of this server.",
  unavailable: "The server cannot reach its data (Redis is not answering). Please try again in a moment.",
};

/** What to say when a sign-in with Twitch ended without one. */
export function failureWords(reason) {
  return FAILURES[reason] ?? "That did not work. Please try again.";
}

/** Asks for a token, or for Twitch where that is a way in (`ways`); `signedIn` is told who it was. */
export function signInPage(why, ways, signedIn) {
  const problem = h("p", { id: "sign-in-problem", class: "problem", role: "alert" }, why);
  const token = h("input", {
    id: "token",
    type: "password",
    autocomplete: "current-password",
    required: true,
    "aria-describedby": "sign-in-problem token-hint",
  });
  const submit = async (event) => {
    event.preventDefault();
    problem.textContent = "";
    try {
      await signedIn(await api.signIn({ token: token.value }));
    } catch (refusal) {
      problem.textContent = refusal.status === 401 ? "That is neither the admin token nor the owner token of a bar." : refusal.message;
      token.focus();
    }
  };
  const form = h(
    "form",
    { class: "stack", onsubmit: submit },
    h("div", { class: "field" }, h("label", { for: "token" }, "Token"), token, h("p", { id: "token-hint", class: "hint" }, "The admin token opens every bar, an owner token its own. When Chatsway starts, it prints a link that signs you in, and where its admin token is; ./chatsway sign-in prints another link.")),
    ways.twitch ? null : problem,
    h("button", { class: ways.twitch ? null : "primary", type: "submit" }, "Sign in"),
  );
  const parts = ways.twitch ? [problem, twitch(problem), h("details", {}, h("summary", {}, "Sign in with a token"), form)] : [form];
  const demo = new Demo(() => ({ question: "", forLabel: "Jump", againstLabel: "Stay" }));
  demo.run(true);
  return { title: "Sign in", element: h("section", { class: "card narrow stack entrance" }, demo.element, h("h1", {}, "Sign in to the studio"), ...parts), stop: () => demo.run(false) };
}

function twitch(problem) {
  const leave = async () => {
    problem.textContent = "";
    try {
      await api.leaveForTwitch();
    } catch (refusal) {
      problem.textContent = refusal.message;
    }
  };
  return h(
    "div",
    { class: "stack" },
    h("button", { class: "primary", type: "button", onclick: leave }, "Sign in with Twitch"),
    h("p", { class: "hint" }, "Twitch tells us your name and nothing else, and asks you first. Your bars are yours, and your chat is read as anybody may read it."),
  );
}
