import "./bar.js";
import "./round.js";
import "./state.js";
import { Connection } from "./connection.js";
import { adoptCustomCss } from "./custom-css.js";
import { playDemo } from "./demo.js";
import { applyLook, dressOf, idleSeconds, readLook } from "./look.js";
import { Updates } from "./updates.js";

/** The bar counts as quiet within this distance of neutral, in points. */
const QUIET = 2;
const GONE = ["rotated", "deleted", "unknown", "unavailable"];

/** A copy of this page kept as a file says here where it came from, look included; the served page knows by itself. */
const address = new URL(meta("chatsway-overlay") ?? location.href);
const look = readLook(address.searchParams);
const root = document.documentElement;
const bar = document.querySelector("chatsway-bar");
const mark = document.querySelector("chatsway-state");
const round = document.querySelector("chatsway-round");
const updates = new Updates(meta("chatsway-build"), () => Math.abs(bar.getAttribute("aria-valuenow")) <= QUIET && bar.atRest && round.phase === "");

let settings = null;
let link = "connecting";
let degraded = false;
let settled = false; // whether a value has come since the link was last made
let revision = null;
let idleTimer = 0;

const listener = {
  state(name) {
    link = name;
    settled &&= name === "live";
    showState();
  },
  message(message) {
    switch (message.type) {
      case "hello":
        degraded = false; // who is greeted while Redis is away is told so right after
        updates.heard(meta("chatsway-overlay") ? null : message.build);
        dress(message.settings);
        break;
      case "settings":
        dress(message.settings);
        stir();
        break;
      case "value":
        showValue(message);
        break;
      case "status":
        degraded = message.status === "degraded";
        break;
      default:
    }
    showState();
  },
};

function dress(newSettings) {
  settings = newSettings;
  applyLook(root, look, settings);
  const worn = dressOf(look, settings);
  bar.dress(worn);
  round.dress(worn);
}

function showValue(message) {
  bar.show({ ...message, scale: settings.scale }, !settled);
  round.show(message);
  settled = true;
  if (message.revision !== revision) {
    revision = message.revision;
    stir();
  }
}

function showState() {
  const state = link !== "live" ? link : degraded ? "degraded" : settings?.paused ? "paused" : "live";
  bar.stale = link !== "live" || degraded || !settled;
  if (root.dataset.state !== state) {
    root.dataset.state = state;
    mark.show(state);
  }
  root.toggleAttribute("data-bare", !settings || GONE.includes(state)); // no bar to show: not yet, or not any more
}

/** Something happened that viewers should see: an idle bar comes back, and hides again after `hideIdle` seconds without a vote. */
function stir() {
  clearTimeout(idleTimer);
  root.removeAttribute("data-idle");
  const seconds = idleSeconds(look, settings);
  if (seconds > 0) {
    idleTimer = setTimeout(() => root.toggleAttribute("data-idle", true), 1000 * seconds);
  }
}

function meta(name) {
  const content = document.querySelector(`meta[name="${name}"]`)?.content;
  return content && !content.startsWith("__") ? content : null;
}

adoptCustomCss();
applyLook(root, look, {});
const [, server, overlayId] = /^(.*)\/overlay\/([^/]*)/.exec(address.origin + address.pathname); // a proxy may put a path before it
const isDemo = address.searchParams.get("demo") === "1";
new Connection(server, overlayId, isDemo ? playDemo(listener) : listener).start();
