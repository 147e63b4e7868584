import { copyable } from "./copying.js";
import { h } from "./dom.js";
import { cloudNote, deviceNote, twitchNote } from "./reach.js";
import { connectTwitch } from "./twitch.js";

/** Filled-in instructions for each way that votes come in, other than the chat that is read here. */
export function votesIn(session, network) {
  const { id, voteToken, voteUrl, webhookSecret } = session;
  const base = voteUrl.slice(0, voteUrl.lastIndexOf("/vote/"));
  const link = voteUrl.slice(voteUrl.lastIndexOf("/") + 1);
  const word = session.settings.forTriggers[0];
  const curl = `curl -X POST ${base}/webhooks/votes \\\n  -H 'Authorization: Bearer ${voteToken}' \\\n  -H 'Content-Type: application/json' \\\n  -d '${JSON.stringify({ voter: "anna", text: word }).replaceAll("'", "'\\''")}'`;
  return h(
    "div",
    { class: "stack" },
    h("h3", {}, "Other ways to vote"),
    h("p", { class: "hint" }, "Keys are hidden on the screen, but copied in full."),
    connectTwitch(session),
    way("Nightbot", "Type this into your chat once. Then viewers vote with !vote and one of your words.", cloudNote(base), copyable("Chat command for Nightbot", `!addcom !vote $(urlfetch ${voteUrl}?text=$(querystring))`, link)),
    way("StreamElements", "Type this into your chat once. Then viewers vote with !vote and one of your words.", cloudNote(base), copyable("Chat command for StreamElements", `!cmd add !vote $(customapi ${voteUrl}?voter=$(sender)&text=$(queryescape $(1:)))`, link)),
    way("Any other bot that can fetch a URL", "Put the viewer's name and message into it.", deviceNote(base, network), copyable("URL to fetch", `${voteUrl}?voter=NAME&text=MESSAGE`, link)),
    way("A program or script of yours", "Streamer.bot, Firebot or anything that can send a web request with a header: one request per vote.", deviceNote(base, network), copyable("Command line", curl, voteToken)),
    way(
      "Twitch itself (EventSub)",
      "Every chat message counts, without a bot. Subscribe to channel.chat.message, version 1, with the secret that Chatsway was started with (TWITCH_EVENTSUB_SECRET), and put your channel's number into “Channels by number” below.",
      twitchNote(base),
      copyable("Callback URL", `${base}/webhooks/eventsub`),
    ),
    way(
      "Signed requests (Standard Webhooks)",
      "For programs that sign their requests. The body names this bar in “session”.",
      deviceNote(base, network),
      copyable("URL", `${base}/webhooks/votes`),
      copyable("Signing secret", webhookSecret, webhookSecret),
      copyable("Body", JSON.stringify({ session: id, voter: "anna", text: word })),
    ),
  );
}

function way(name, words, ...parts) {
  return h("details", {}, h("summary", {}, name), h("p", { class: "hint" }, words), ...parts);
}
