// The reference library of Standard Webhooks signs a vote: it counts once, and not with another secret or another body.
import assert from "node:assert/strict";
import { Webhook } from "standardwebhooks";

const { URL: site, SESSION: session, WEBHOOK_SECRET: secret, OTHER_SECRET: other } = process.env;

async function send(id, body, key = secret, sent = body) {
  const now = new Date();
  const answer = await fetch(`${site}/webhooks/votes`, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
      "webhook-signature": new Webhook(key).sign(id, now, body),
    },
    body: sent,
  });
  return [answer.status, (await answer.json()).results?.[0].status];
}

const vote = JSON.stringify({ session, voter: "Jörg 🎈", text: "yes" });
assert.deepEqual(await send("msg_1", vote), [200, "ok"]);
assert.deepEqual(await send("msg_1", vote), [200, "duplicate"]);
assert.deepEqual(await send("msg_2", vote, other), [403, undefined]);
assert.deepEqual(await send("msg_3", vote, secret, vote.replace("yes", "no")), [403, undefined]);
console.log("standardwebhooks: well");
