// npm's ws, a strict client (RFC 6455), on one overlay: both protocols, control frames, messages of any shape, and the close.
import assert from "node:assert/strict";
import { once } from "node:events";
import WebSocket from "ws";

const { URL: site, OVERLAY: overlay, VOTE_TOKEN: voteToken } = process.env;
const address = `${site.replace("http", "ws")}/ws/overlay/${overlay}`;

function open(...protocols) {
  const socket = new WebSocket(address, protocols);
  const messages = [];
  socket.on("message", (data, isBinary) => {
    assert.equal(isBinary, false);
    messages.push(JSON.parse(data));
  });
  return { socket, messages };
}

async function until(condition) {
  const end = Date.now() + 10_000;
  while (!condition()) {
    assert.ok(Date.now() < end, `never: ${condition}`);
    await new Promise((done) => setTimeout(done, 10));
  }
}

const vote = (voter) =>
  fetch(`${site}/webhooks/votes`, {
    method: "POST",
    headers: { Authorization: `Bearer ${voteToken}` },
    body: JSON.stringify({ voter, side: "for" }),
  });

const plain = open();
await until(() => plain.messages.length >= 5);
assert.deepEqual(plain.messages[0], { value: 0, status: "active" });
assert.equal(plain.socket.protocol, "");

const { socket, messages } = open("unknown", "chatsway.v2");
await until(() => messages.some(({ type }) => type === "value"));
assert.equal(socket.protocol, "chatsway.v2");
assert.equal(messages[0].type, "hello");

for (const payload of ["", "one", "x".repeat(125)]) {
  socket.ping(payload);
  const [pong] = await once(socket, "pong");
  assert.equal(pong.toString(), payload);
}
socket.pong("that nobody asked for");
socket.send(JSON.stringify({ type: "ping" }));
socket.send("x".repeat(1_000_000));
socket.send(Buffer.alloc(70_000));
for (const part of ["Κό", "σμε", ""]) {
  socket.send(part, { fin: false });
  socket.ping();
  await once(socket, "pong");
}
socket.send("", { fin: true });

await vote("ws");
await until(() => messages.some(({ type, forVotes }) => type === "value" && forVotes === 1));
await until(() => plain.messages.at(-1).value > 0);

for (const [client, code] of [[socket, 4000], [plain.socket, 1000]]) {
  client.close(code, "done");
  const [answered] = await once(client, "close");
  assert.equal(answered, code);
}

const refused = new WebSocket(`${address.slice(0, -4)}0000`);
const [, answer] = await once(refused, "unexpected-response");
assert.equal(answer.statusCode, 404);
console.log("ws: well");
process.exit(0);
