/*
 * From where a URL can be reached, and what to say where one is shown that somebody cannot reach.
 */
import { h } from "./dom.js";

const COMPUTER = /^(localhost|.+\.localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1?\])$/;
const NETWORK = /^(10(\.\d+){3}|192\.168(\.\d+){2}|172\.(1[6-9]|2\d|3[01])(\.\d+){2}|169\.254(\.\d+){2}|\[f[cde][0-9a-f]{2}:.*\]|[^.[]+|.+\.(local|lan|internal|home\.arpa))$/;
const LAN = "./chatsway --lan";
const ELSEWHERE = "From elsewhere: start it with a public address (PUBLIC_URL).";

/** "computer": by this one only; "network": by the local one; "everywhere". */
export function reachOf(url) {
  const { hostname } = new URL(url);
  return COMPUTER.test(hostname) ? "computer" : NETWORK.test(hostname) ? "network" : "everywhere";
}

/** Beside what a person or a program on another device is to open; `network` is where Chatsway is in the local network, if it is. */
export function deviceNote(url, network) {
  const reach = reachOf(url);
  if (reach === "everywhere") {
    return null;
  }
  if (reach === "network") {
    return note(`This works in your own network only. ${ELSEWHERE}`);
  }
  const others = network
    ? `On another device in your network it begins with ${network} instead of ${new URL(url).origin}.`
    : `For a phone or another computer in your network, start Chatsway with ${LAN}.`;
  return note(`This works on this computer only. ${others} ${ELSEWHERE}`);
}

/** Beside what a bot in the cloud is to fetch. */
export function cloudNote(url) {
  const reach = reachOf(url);
  const where = { computer: "this computer", network: "an address in your network" }[reach];
  return where ? note(`This cannot work: it runs in the cloud and cannot reach ${where}. Give your channel above: its chat needs neither a bot nor an address. Or start Chatsway with a public address (PUBLIC_URL).`) : null;
}

/** Beside the address that Twitch itself is to deliver to: https on port 443 only. */
export function twitchNote(url) {
  const { protocol, port } = new URL(url);
  const works = reachOf(url) === "everywhere" && protocol === "https:" && port === "";
  return works ? null : note("This cannot work: Twitch delivers to public https addresses on port 443 only. Give your channel above, or start Chatsway with such a PUBLIC_URL.");
}

/** A command in it is never broken at its hyphens. */
function note(words) {
  const [before, after] = words.split(LAN);
  return h("p", { class: "note" }, before, ...(after === undefined ? [] : [h("code", {}, LAN), after]));
}
