import * as api from "./api.js";
import { barPage } from "./bar.js";
import { barsPage } from "./bars.js";
import { h, say } from "./dom.js";
import { ownersPage } from "./owners.js";
import { failureWords, signInPage } from "./sign-in.js";
import { signInsPage } from "./sign-ins.js";

const SIGN_INS = "#/sign-ins";
const OWNERS = "#/owners";
const main = document.getElementById("main");
const account = document.getElementById("account");
const signOut = document.getElementById("sign-out");
const login = document.getElementById("login");
const signIns = document.getElementById("sign-ins");

let visitor = null;
let ways = { twitch: false };
let page = null;
let routes = 0;

/** Every page is {element, title, stop?()}. */
function show(next) {
  page?.stop?.();
  page = next;
  document.title = `${next.title} · Chatsway studio`;
  main.replaceChildren(next.element);
  account.hidden = !visitor;
  login.textContent = visitor?.account?.login ?? "";
  signIns.textContent = visitor?.account ? "Your account" : "Sign-ins";
}

function askToSignIn(why) {
  visitor = null;
  show(signInPage(why, ways, signedIn));
}

function signedIn(who) {
  visitor = who;
  return route();
}

async function route() {
  const asking = ++routes;
  try {
    const next = await asked();
    if (asking !== routes) {
      next.stop?.(); // another page was asked for meanwhile
      return;
    }
    show(next);
    if (document.activeElement !== document.body) {
      main.focus({ preventScroll: true });
    }
  } catch (refusal) {
    if (asking !== routes) {
      return;
    }
    if (refusal.status === 401) {
      askToSignIn("Please sign in.");
    } else {
      show(failed(refusal, route));
    }
  }
}

/** The page that the hash names. */
async function asked() {
  if (location.hash === SIGN_INS) {
    return signInsPage(visitor, route, askToSignIn);
  }
  const isAdmin = !visitor.session && !visitor.account;
  if (isAdmin && location.hash === OWNERS) {
    return ownersPage(route);
  }
  const { id } = named();
  if (!id) {
    return barsPage(visitor.account ?? {}, isAdmin && ways.twitch, route);
  }
  const bar = await api.bar(id);
  const { part } = named(); // perhaps another than when the bar was asked for
  return barPage(bar, part, { owner: Boolean(visitor.session), accounts: ways.twitch, network: visitor.network, signedIn, reload: route });
}

/** The bar that the hash names, and the part of its page; who signed in with a bar's owner token has no other. */
function named() {
  const [, id, part] = /^#\/bars\/([0-9a-f-]{36})(?:\/([a-z]+))?$/.exec(location.hash) ?? [];
  return { id: visitor.session ?? id, part };
}

/** Another page, or another part of the one that is shown. */
function turn() {
  const { id, part } = named();
  if ([SIGN_INS, OWNERS].includes(location.hash) || !page.open?.(id, part)) {
    route();
  }
}

function failed(refusal, retry) {
  const isGone = refusal.status === 404;
  const home = visitor && !visitor.session ? h("a", { class: isGone ? "button primary" : "button", href: "#/" }, "All bars") : null;
  const again = isGone && home ? null : h("button", { type: "button", class: "primary", onclick: retry }, "Try again");
  return {
    title: "Something is missing",
    element: h("section", { class: "card narrow" }, h("h1", {}, isGone ? "Bar not found" : "That did not work"), h("p", {}, why(refusal)), h("p", { class: "row" }, again, home)),
  };
}

function why({ status, message }) {
  if (status === 503) {
    return "The server cannot reach its data (Redis is not answering). You stay signed in: try again in a moment.";
  }
  if (status !== 404) {
    return message;
  }
  return visitor?.account ? "This bar no longer exists, or is no longer shared with you." : "This bar no longer exists.";
}

async function start() {
  show({ title: "Opening", element: h("p", { class: "waiting" }, "Opening the studio …") });
  const code = /^#sign-in=([\w-]+)$/.exec(location.hash)?.[1];
  const [, signIn, attempt] = /^#signed-in=(\w+)\.([\w-]+)$/.exec(location.hash) ?? [];
  const failure = /^#sign-in-failed=(\w+)$/.exec(location.hash)?.[1];
  try {
    ways = await api.waysIn();
    if (code || signIn || failure) {
      history.replaceState(null, "", "#/"); // a link in the history would not work again
    }
    if (signIn && !api.cameBack(signIn, attempt)) {
      throw new api.Refusal(401, "");
    }
    await signedIn(code ? await api.signIn({ code }) : await api.me());
  } catch (refusal) {
    if (refusal.status === 401) {
      askToSignIn(code ? "This sign-in link has already been used, or has expired. Run ./chatsway sign-in where Chatsway runs for a new one, or use a token." : failure ? failureWords(failure) : signIn ? failureWords("expired") : "");
    } else if (code) {
      askToSignIn(refusal.message);
    } else {
      show(failed(refusal, start));
    }
  }
}

signOut.addEventListener("click", async () => {
  try {
    await api.signOut();
    askToSignIn("You are signed out.");
  } catch (refusal) {
    say(refusal.message);
  }
});
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault(); // the hash says which page this is
  main.focus();
});
addEventListener("hashchange", () => visitor && turn());
start();
