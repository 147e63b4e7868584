/*
 * Where chat comes from: what was typed or pasted, and how it is called. What is allowed the server decides.
 */

const SOCIALSTREAM_PAGE = /^https?:\/\/(?:[^/]+\.)?socialstream\.ninja\/.*[?&]session=([^&#]+)/i;
const SOCIALSTREAM_SOCKET = /^wss?:\/\/(?:(?:[^/]+\.)?socialstream\.ninja[/:]|[^/]+\/join\/)/i;
const ELSEWHERE = /^(?:https?:\/\/)?(?:[^/?#]+\.)?((?!twitch\.tv)[a-z0-9-]+\.[a-z]{2,})(?:[/?#:]|$)/i;

/** The channels of a field, separated by commas, as the session API takes them, each with what happens to it in words. */
export function recognised(text) {
  return text.split(",").map((each) => each.trim()).filter(Boolean).map(recognise);
}

function recognise(text) {
  const page = SOCIALSTREAM_PAGE.exec(text);
  if (page || SOCIALSTREAM_SOCKET.test(text)) {
    const url = page ? `wss://io.socialstream.ninja/join/${page[1]}/4` : text;
    return { channel: { platform: "socialstream", url }, words: "Social Stream Ninja: Chatsway listens to it, and counts the chat of every site that it shows." };
  }
  if (/^wss?:/i.test(text)) {
    return { channel: { platform: "streamerbot", url: text }, words: `Streamer.bot at ${hostOf(text)}: Chatsway connects to it, and counts the chat of Twitch, YouTube and Kick.` };
  }
  const [, elsewhere] = ELSEWHERE.exec(text) ?? [];
  return {
    channel: { platform: "twitch", login: text },
    words: elsewhere
      ? `Chatsway cannot read ${elsewhere} by itself. Streamer.bot and Social Stream Ninja can: paste the address of one of them, such as ws://127.0.0.1:8080/.`
      : `${text}: Chatsway reads this Twitch chat anonymously, without registration or a bot.`,
  };
}

/** What is typed to name a channel that is read. */
export const asTyped = ({ login, url }) => login ?? url;

/** A channel that is read, for people; a URL may have a key in it, and is not shown. */
export function sourceName({ platform, login, url }) {
  return login ?? (platform === "streamerbot" ? `Streamer.bot (${hostOf(url)})` : "Social Stream Ninja");
}

/** Whether the server reads a channel itself. */
export const isReadHere = ({ id }) => !id;

function hostOf(url) {
  return /^wss?:\/\/([^/?#]*)/i.exec(url)?.[1] || "?";
}
