import * as api from "./api.js";
import { h, say } from "./dom.js";

/** Twitch by a link, where the server can: Twitch asks the streamer, and sends them back here with their channel's number. */
export function connectTwitch(session) {
  const came = /^\d{1,20}$/.exec(new URLSearchParams(location.search).get("twitch") ?? "")?.[0];
  const link = h("a", { class: "button" }, "Connect Twitch");
  const part = h(
    "details",
    { hidden: true },
    h("summary", {}, "Twitch, without a bot"),
    h("p", { class: "hint" }, "Every chat message counts. Twitch asks you once whether we may read your chat."),
    h("p", {}, link),
  );
  api.twitchConnect().then(
    ({ url }) => {
      link.href = `${url}?session=${session.id}`;
      part.hidden = !url;
      if (came) {
        part.scrollIntoView({ block: "center" });
      }
    },
    () => {}, // a server that only shows bars: there is nothing to connect
  );
  if (came) {
    part.append(adding(session, came));
    part.open = true;
  }
  return part;
}

/** Whoever sends a link with a number does not decide whose chat counts here: the bar's owner does. */
function adding(session, id) {
  if (session.channels.some((channel) => channel.platform === "twitch" && channel.id === id)) {
    return h("p", {}, `The chat of Twitch channel ${id} votes in this bar.`);
  }
  const add = async () => {
    try {
      Object.assign(session, await api.patchBar(session.id, { channels: [...session.channels, { platform: "twitch", id }] }));
      row.replaceWith(adding(session, id));
      say("Its chat now votes here.");
    } catch (refusal) {
      say(refusal.message);
    }
  };
  const row = h("p", { class: "row" }, `Twitch channel ${id} is connected.`, h("button", { class: "primary", type: "button", onclick: add }, "Let its chat vote in this bar"));
  return row;
}
