import * as api from "./api.js";
import { h } from "./dom.js";

/** Asks for a token; `signedIn` is told who it was. */
export function signInPage(why, signedIn) {
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
    h("label", { for: "token" }, "Token"),
    token,
    h("p", { id: "token-hint", class: "hint" }, "The admin token opens every bar, an owner token its own. When Chatsway starts, it prints a link that signs you in, and where its admin token is; ./chatsway sign-in prints another link."),
    problem,
    h("button", { class: "primary", type: "submit" }, "Sign in"),
  );
  return { title: "Sign in", element: h("section", { class: "card narrow" }, h("h1", {}, "Sign in to the studio"), form) };
}
