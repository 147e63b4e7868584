import { ago } from "./times.js";

const RUNNING = {
  streamerbot: "Is Streamer.bot running, with its WebSocket server started (Servers/Clients)?",
  socialstream: "Is the URL right?",
};

/** Whether the chat of a source is read now. */
export const isRead = ({ status }) => status === "live" || status === "silent";

/** How a chat is, for the streamer; `now` and the source are as the session API gives them. */
export function chatWords({ channel, status, lastLine, reason }, now) {
  switch (status) {
    case "live":
      return `last line ${ago(Date.parse(now) - Date.parse(lastLine))}`;
    case "silent":
      return lastLine ? `connected; last line ${ago(Date.parse(now) - Date.parse(lastLine))}` : "connected; no messages yet";
    case "connecting":
      return reason ? `connecting … ${reason}. ${RUNNING[channel.platform]}` : "connecting …";
    case "no_such_channel":
      return `There is no such channel on Twitch. Is the name right? (${reason})`;
    case "refused":
      return channel.login ? `Twitch does not let us read it: ${reason}` : `cannot be read: ${reason}`;
    default:
      return "not being read at the moment; if this persists, no server is set up to read chats (CHATSWAY_ROLES needs chat)";
  }
}
