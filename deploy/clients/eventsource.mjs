// npm's eventsource on one overlay.
import assert from "node:assert/strict";
import { EventSource } from "eventsource";

const { URL: site, OVERLAY: overlay, VOTE_TOKEN: voteToken } = process.env;
const types = [];
const source = new EventSource(`${site}/sse/overlay/${overlay}`);
const counted = new Promise((done, failed) => {
  setTimeout(() => failed(new Error(`no vote was seen, but ${types}`)), 10_000);
  source.addEventListener("error", (event) => failed(new Error(event.message)));
  source.addEventListener("message", ({ data }) => {
    const message = JSON.parse(data);
    types.push(message.type);
    if (message.type === "value" && message.againstVotes > 0) {
      done();
    }
  });
});
await new Promise((done) => source.addEventListener("open", done));
await fetch(`${site}/webhooks/votes`, {
  method: "POST",
  headers: { Authorization: `Bearer ${voteToken}` },
  body: JSON.stringify({ voter: "eventsource", side: "against" }),
});
await counted;
assert.equal(types[0], "hello");
console.log("eventsource: well");
process.exit(0);
