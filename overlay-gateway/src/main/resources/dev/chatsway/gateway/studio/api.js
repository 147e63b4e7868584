import { busy } from "./dom.js";

/** A refusal: its status (0 when nobody answered), its reason, and the fields that were refused ({field, sent, allowed}). */
export class Refusal extends Error {
  constructor(status, detail, errors = []) {
    super(detail);
    this.status = status;
    this.errors = errors;
  }
}

/** The timeout of a request in ms. Polls, sent every second, give up sooner, so that a stopped server is noticed within 3 s. */
const PATIENCE = 3000;
export const POLL_PATIENCE = 2000;

/** What paths of this server start with: a proxy may put a path before them. */
export const ROOT = new URL("../../", import.meta.url).pathname;

/** Where this page keeps which sign-in is its own: a cookie may be another program's, since cookies ignore ports. */
const SIGN_IN = `chatsway-sign-in ${ROOT}`;

/** Where it keeps what it knows its way to Twitch by: nobody else can send a browser back with that. */
const ATTEMPT = `chatsway-sign-in-attempt ${ROOT}`;

let signInId = stored(() => localStorage.getItem(SIGN_IN));

/** Remembers the sign-in, or forgets it (null); in a browser that keeps nothing, until the page is reloaded. */
function remember(id) {
  signInId = id;
  stored(() => (id ? localStorage.setItem(SIGN_IN, id) : localStorage.removeItem(SIGN_IN)));
}

function stored(access) {
  try {
    return access();
  } catch {
    return null;
  }
}

/**
 * A fetch and its text; a server that does not answer within `patience` ms is said not to. What was pressed for a change is marked as busy until then.
 * Throws a Refusal.
 */
export async function timely(url, request, patience = PATIENCE) {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), patience);
  const done = request.method === "GET" ? () => {} : busy();
  try {
    const answer = await fetch(url, { ...request, signal: control.signal });
    return { answer, text: await answer.text() };
  } catch {
    throw new Refusal(0, "The server is not answering.");
  } finally {
    clearTimeout(timer);
    done();
  }
}

/** Asks our own server; the cookie proves who asks, and the header that it is this page, signed in as it remembers. Throws a Refusal. */
async function ask(method, path, body, { patience } = {}) {
  const request = {
    method,
    cache: "no-store",
    headers: { "X-Chatsway-Studio": signInId ?? "1", ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  };
  const { answer, text } = await timely(ROOT + path, request, patience);
  const json = text && answer.headers.get("Content-Type").includes("json") ? JSON.parse(text) : {};
  if (!answer.ok) {
    throw new Refusal(answer.status, json.detail ?? answer.statusText, json.errors);
  }
  return json;
}

/** Asks what is asked every second. */
const poll = (path) => ask("GET", path, undefined, { patience: POLL_PATIENCE });

const bars = "api/v1/sessions";

/** Who is signed in; a cookie that this page did not ask for is nobody's. */
export async function me() {
  if (!signInId) {
    throw new Refusal(401, "Please sign in.");
  }
  return ask("GET", "studio/me");
}

export async function signIn(proof) {
  const who = await ask("POST", "studio/sign-in", proof);
  remember(who.signIn);
  return who;
}

export async function signOut() {
  await ask("POST", "studio/sign-out");
  remember(null);
}

/** How one can sign in besides with a token: {twitch}. */
export const waysIn = () => ask("GET", "studio/sign-in");

/** Goes to Twitch, which sends the browser back here. */
export async function leaveForTwitch() {
  const { url, attempt } = await ask("POST", "studio/sign-in/twitch");
  stored(() => localStorage.setItem(ATTEMPT, attempt));
  location.assign(url);
}

/** Takes the sign-in that the browser came back with; false if it is not one that this page set out for. */
export function cameBack(signIn, attempt) {
  const own = stored(() => localStorage.getItem(ATTEMPT));
  stored(() => localStorage.removeItem(ATTEMPT));
  if (own !== attempt) {
    return false;
  }
  remember(signIn);
  return true;
}

export async function signOutEverywhere() {
  await ask("POST", "studio/sign-out-everywhere");
  remember(null);
}

/** Deletes all that there is of an account. */
export async function deleteAccount() {
  await ask("DELETE", "studio/account");
  remember(null);
}

export const owners = (after) => ask("GET", after ? `api/v1/owners?after=${encodeURIComponent(after)}` : "api/v1/owners");
export const suspendOwner = (account, suspended) => ask("POST", `api/v1/owners/${account}/${suspended ? "suspend" : "resume"}`);
export const deleteOwner = (account) => ask("DELETE", `api/v1/owners/${account}`);
export const signIns = () => ask("GET", "studio/sign-ins");
export const endSignIn = (id) => ask("DELETE", `studio/sign-ins/${id}`);
export const endOtherSignIns = () => ask("DELETE", "studio/sign-ins");
export const createBar = (bar) => ask("POST", bars, bar);
/** A page of bars, those used last first. */
export const usedBars = (after) => ask("GET", `${bars}?sort=used${after ? `&after=${encodeURIComponent(after)}` : ""}`);
/** How these bars are now. */
export const liveBars = (ids) => poll(`${bars}/live?ids=${ids.join(",")}`);
export const bar = (id) => ask("GET", `${bars}/${id}`);
export const polledBar = (id) => poll(`${bars}/${id}`);
export const patchBar = (id, patch) => ask("PATCH", `${bars}/${id}`, patch);
export const deleteBar = (id) => ask("DELETE", `${bars}/${id}`);
export const resetBar = (id) => ask("POST", `${bars}/${id}/reset`);
export const undoReset = (id) => ask("POST", `${bars}/${id}/reset/undo`);
export const rounds = (id) => poll(`${bars}/${id}/rounds`);
export const openRound = (id, round) => ask("POST", `${bars}/${id}/rounds`, round);
export const closeRound = (id) => ask("POST", `${bars}/${id}/rounds/close`);
export const webhooks = (id) => ask("GET", `${bars}/${id}/webhooks`);
export const addWebhook = (id, url) => ask("POST", `${bars}/${id}/webhooks`, { url });
export const removeWebhook = (id, number) => ask("DELETE", `${bars}/${id}/webhooks/${number}`);
export const enableWebhook = (id, number) => ask("POST", `${bars}/${id}/webhooks/${number}/on`);
export const testWebhook = (id, number) => ask("POST", `${bars}/${id}/webhooks/${number}/test`);
export const inviteCoHost = (id, login) => ask("POST", `${bars}/${id}/co-hosts`, { login });
export const removeCoHost = (id, login) => ask("DELETE", `${bars}/${id}/co-hosts/${encodeURIComponent(login)}`);
export const leaveBar = (id) => ask("POST", `${bars}/${id}/leave`);
/** Casts test votes: {for, against} is how many for each side. The timeline marks them as tests. */
export const castTestVotes = (id, votes) => ask("POST", `${bars}/${id}/test-votes`, votes);
export const explain = (id, text, channel) => ask("POST", `${bars}/${id}/explain`, channel ? { text, channel } : { text });
export const rotate = (id, secret) => ask("POST", `${bars}/${id}/${secret}`);
export const revoke = (id, secret) => ask("DELETE", `${bars}/${id}/${secret}`);
export const sources = (id) => ask("GET", `${bars}/${id}/sources`);
export const clients = (id) => ask("GET", `${bars}/${id}/clients`);
export const timelineUrl = (id, suffix = "") => `${ROOT}${bars}/${id}/timeline${suffix}`;
export const timeline = (id, minutes) => ask("GET", `${bars}/${id}/timeline?minutes=${minutes}`);
export const snapshot = (overlayId) => ask("GET", `api/v1/overlays/${overlayId}`);
export const twitchConnect = () => ask("GET", "api/v1/twitch/connect");
