import { h } from "./dom.js";
import { ago, wallClock } from "./times.js";

const NAMES = {
  twitch: "Twitch",
  kick: "Kick",
  signed: "Signed requests",
  bearer: "Bots with a token",
  link: "Bots that fetch a link",
  relay: "Streamer.bot and Social Stream Ninja",
  test: "Test votes",
};

/** Each source of votes: when it last delivered, or that its platform has stopped. One that is neither set up nor was heard of is left out. */
export function sourceList() {
  const list = h("ul", { class: "sources", "aria-label": "Sources of votes" });
  const silent = h("p", { class: "hint" });
  const show = ({ sources, now, isNew }, { channels, revocations }) => {
    const entries = Object.entries(NAMES).map(([name, words]) => ({
      words,
      at: sources.find((source) => source.name === name)?.at,
      revoked: revocations.find(({ channel }) => channel.platform === name),
      expected: channels.some(({ platform, url }) => (url ? "relay" : platform) === name),
    }));
    const told = entries.filter(({ at, revoked, expected }) => at || revoked || expected);
    list.replaceChildren(...told.map((entry) => row(entry, now, isNew)));
    list.hidden = told.length === 0;
    silent.textContent = told.length === 0 ? "No votes yet. See “Chat”." : "";
  };
  return { element: h("div", { class: "stack" }, list, silent), show };
}

function since(at, now) {
  return wallClock(at, now).time(at);
}

function row({ words, at, revoked }, now, isNew) {
  const state = revoked
    ? `stopped by the platform at ${since(Date.parse(revoked.at), now)}: ${revoked.reason.replaceAll("_", " ")}. Subscribe again.`
    : at ? `last vote ${ago(now - at)}` : isNew ? "nothing yet" : "nothing in 12 hours";
  return h("li", { class: revoked ? "bad" : null }, h("span", {}, words), h("span", {}, state));
}
