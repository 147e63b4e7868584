// The overlay in a Chromium as old as those that OBS has brought (92 with OBS 27, 103 with 28 to 30, 127 with 31), from npm: a bar that
// moves, a vote that lands, the worm, a round and its result, and the local file. Its argument is the version.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { pipeline } from "node:stream/promises";
import { pathToFileURL } from "node:url";
import { createBrotliDecompress } from "node:zlib";
import WebSocket from "ws";

const [version] = process.argv.slice(2);
const { URL: site, ADMIN_TOKEN: admin, SESSION: session, OVERLAY: overlay, VOTE_TOKEN: voteToken } = process.env;
const folder = `${process.cwd()}/unpacked-${version}`;

/** The package's program, and the software renderer beside it. */
async function unpack() {
  const packed = `node_modules/chromium-${version}/bin`;
  await mkdir(folder, { recursive: true });
  await pipeline(createReadStream(`${packed}/chromium.br`), createBrotliDecompress(), createWriteStream(`${folder}/chromium`));
  await chmod(`${folder}/chromium`, 0o755);
  const tar = `${folder}/swiftshader.tar`;
  await pipeline(createReadStream(`${packed}/swiftshader.tar.br`), createBrotliDecompress(), createWriteStream(tar));
  const [status] = await once(spawn("tar", ["-xf", tar, "-C", folder], { stdio: "inherit" }), "exit");
  assert.equal(status, 0, "tar");
}

/** A browser that says on standard error where it can be driven. */
async function launch() {
  const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--single-process", "--no-zygote", "--remote-debugging-port=0", `--user-data-dir=${folder}/profile`];
  const browser = spawn(`${folder}/chromium`, [...flags, "about:blank"], { stdio: ["ignore", "ignore", "pipe"] });
  process.on("exit", () => browser.kill("SIGKILL"));
  for await (const line of createInterface({ input: browser.stderr })) {
    const url = /ws:\/\/\S+/.exec(line)?.[0];
    if (url) {
      browser.stderr.resume();
      return new URL(url).host;
    }
  }
  throw new Error("Chromium ended");
}

/** A page, by the DevTools protocol. */
async function open(host, url) {
  const target = await (await fetch(`http://${host}/json/new?${encodeURIComponent(url)}`, { method: version < 111 ? "GET" : "PUT" })).json();
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await once(socket, "open");
  const answers = new Map();
  const failures = [];
  socket.on("message", (data) => {
    const message = JSON.parse(data);
    answers.get(message.id)?.(message);
    if (message.method === "Runtime.exceptionThrown") {
      failures.push(message.params.exceptionDetails.exception?.description ?? message.params.exceptionDetails.text);
    }
  });
  let last = 0;
  const send = (method, params) =>
    new Promise((answered) => {
      answers.set(++last, answered);
      socket.send(JSON.stringify({ id: last, method, params }));
    });
  await send("Runtime.enable");
  const evaluate = async (expression) => {
    const { result, error } = await send("Runtime.evaluate", { expression, returnByValue: true });
    assert.ok(result, error?.message);
    return result.result.value;
  };
  return { evaluate, failures, close: () => send("Page.close") };
}

async function until(page, expression) {
  const end = Date.now() + 20_000;
  while (!(await page.evaluate(expression))) {
    assert.ok(Date.now() < end, `never: ${expression}; ${page.failures}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

function post(path, token, body) {
  return fetch(site + path, { method: "POST", headers: { Authorization: `Bearer ${token}` }, body: JSON.stringify(body) });
}

let voters = 0;
const vote = (side) => post("/webhooks/votes", voteToken, { voter: `viewer-${++voters}`, side });
const LIVE = 'document.documentElement.dataset.state === "live" && document.querySelector("chatsway-bar[role=meter]") !== null';
const VALUE = 'Number(document.querySelector("chatsway-bar").getAttribute("aria-valuenow"))';

await unpack();
const host = await launch();
const about = await (await fetch(`http://${host}/json/version`)).json();
assert.match(about.Browser, new RegExp(`/${version}\\.`));

const bar = await open(host, `${site}/overlay/${overlay}`);
await until(bar, LIVE);
await bar.evaluate('new MutationObserver(() => document.querySelector(".spark") && (window.landed = true)).observe(document, { childList: true, subtree: true })');
await vote("for");
await until(bar, `${VALUE} > 0 && window.landed`);

await post(`/api/v1/sessions/${session}/rounds`, admin, { question: "Jump?", seconds: 600, for: "Jump", against: "Stay" });
await until(bar, 'document.querySelector("chatsway-round")?.textContent.includes("Jump?")');
await vote("against");
await until(bar, `${VALUE} < 0`);
await post(`/api/v1/sessions/${session}/rounds/close`, admin, {});
await until(bar, 'document.querySelector("chatsway-round .winner")?.textContent === "Stay wins"');

const worm = await open(host, `${site}/overlay/${overlay}?mode=worm`);
await until(worm, LIVE);
await until(worm, 'document.querySelector("chatsway-bar").getAttribute("mode") === "worm"');

await writeFile(`${folder}/overlay.html`, Buffer.from(await (await fetch(`${site}/overlay/${overlay}/file`)).arrayBuffer()));
const file = await open(host, pathToFileURL(`${folder}/overlay.html`).href);
await until(file, LIVE);

for (const page of [bar, worm, file]) {
  assert.deepEqual(page.failures, []);
}
console.log(`Chromium ${version}: well`);
process.exit(0);
