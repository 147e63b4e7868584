// @ts-check
// Streamer.bot's official client on our stand-in of its WebSocket server, with and without a password: what the stand-in
// says is what the real one says, as far as this client can tell. Called with the ports of one that asks for "hush" and of one that asks for nothing.
import assert from "node:assert/strict";
import { StreamerbotClient } from "@streamerbot/client";

const [locked, open] = process.argv.slice(2).map(Number);

/** @param {Partial<import("@streamerbot/client").StreamerbotClientOptions>} options */
function client(options) {
  return new StreamerbotClient({ host: "127.0.0.1", autoReconnect: false, immediate: false, logLevel: "none", ...options });
}

/** @param {string} [password] */
async function refused(password) {
  const failure = new Promise((resolve) => {
    const bot = client({ port: locked, password, onError: resolve, onConnect: () => resolve("connected") });
    bot.connect();
  });
  assert.match(String(await failure), /Request failed|Authentication/);
}

/** @param {number} port @param {string} [password] */
async function reads(port, password) {
  let name = "";
  const bot = client({ port, password, onConnect: (info) => (name = info.name) });
  /** @type {string[][]} */
  const lines = [];
  const all = new Promise((resolve) => {
    /** @param {string[]} line */
    const take = (...line) => lines.push(line) === 3 && resolve(lines);
    bot.on("Twitch.ChatMessage", ({ data: { message } }) => take("twitch", message.userId, message.msgId, message.message, message.channel));
    bot.on("YouTube.Message", ({ data }) => take("youtube", data.user.id, data.eventId, data.message));
    bot.on("Kick.ChatMessage", ({ data }) => take("kick", data.user.id, data.messageId, data.text));
  });
  await bot.connect();
  assert.deepEqual(await all, [["twitch", "1", "a", "yes", "channel"], ["youtube", "2", "b", "no"], ["kick", "3", "c", "yes"]]);
  assert.equal(bot.authenticated, Boolean(password));
  assert.equal(name, "Streamer.bot");
  await bot.disconnect();
}

await refused("guess");
await refused();
await reads(locked, "hush");
await reads(open);
console.log("streamerbot: well");
