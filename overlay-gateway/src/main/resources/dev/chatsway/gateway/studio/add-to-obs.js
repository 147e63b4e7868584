import { confirmed } from "./dialog.js";
import { freshId, h } from "./dom.js";
import { Obs } from "./obs-websocket.js";
import { putSource } from "./obs-source.js";

const KEY = "chatsway-obs";
const ADDRESS = "ws://127.0.0.1:4455";
const SWITCH_ON = "In OBS open Tools > WebSocket Server Settings and tick “Enable WebSocket server”.";
const OPEN_HERE = "If Chatsway runs on this computer, open the studio at 127.0.0.1; otherwise drag the button below into OBS.";
const NO_SUCH_KIND = 605;
const NOT_READY = 207;

/** The button that puts the overlay into the OBS of this computer by itself. `source` answers {name, url, width, height} as they are now. */
export function addToObs(source) {
  const kept = remembered();
  const button = h("button", { type: "submit", class: "primary" }, "Add to OBS");
  const address = h("input", { id: freshId(), type: "text", value: kept.address, autocomplete: "off", spellcheck: "false" });
  const password = h("input", { id: freshId(), type: "password", value: kept.password, autocomplete: "off" });
  let isAsking = false;
  const out = h("p", { class: "answer", role: "status" });
  const connection = h(
    "details",
    {},
    h("summary", {}, "Address and password of OBS"),
    h("p", { class: "hint" }, "Its port and password are in OBS under Tools > WebSocket Server Settings > Show Connect Info. They are kept in this browser only."),
    h(
      "div",
      { class: "grid" },
      h("div", { class: "field" }, h("label", { for: address.id }, "Address of OBS"), address),
      h("div", { class: "field" }, h("label", { for: password.id }, "Password of OBS"), password),
    ),
  );
  const say = (words, isGood) => {
    out.textContent = words;
    out.className = isGood ? "answer" : "answer problem";
  };
  const ask = (input) => {
    connection.open = true;
    input.focus();
  };
  const add = async (event) => {
    event.preventDefault();
    if (isAsking) {
      return;
    }
    const reached = { address: local(address.value), password: password.value };
    if (!reached.address) {
      say("The studio reaches OBS on this computer only: an address such as ws://127.0.0.1:4455.", false);
      ask(address);
      return;
    }
    isAsking = true;
    say("Asking OBS …", true);
    try {
      say(await put(reached, source()), true);
      if (connection.open) {
        connection.open = false;
        button.focus();
      }
    } catch (error) {
      say(trouble(error, reached.password), false);
      if (error.problem === "password") {
        ask(password);
      } else if (error.problem !== "refused") {
        connection.open = true;
      }
    } finally {
      isAsking = false;
    }
  };
  return h("form", { class: "stack to-obs", onsubmit: add }, h("p", { class: "row" }, button, h("span", { class: "hint" }, "OBS 28 or newer, on this computer.")), out, connection);
}

async function put(connection, source) {
  const obs = await Obs.connect(connection.address, connection.password);
  remember(connection);
  try {
    const mayReplace = (shown) => confirmed(`Change the source “${source.name}”?`, `OBS has a Browser source of this name, and it shows another page (${host(shown)}).`, "Change it");
    const { done, scene } = await putSource(obs, source, mayReplace);
    return words(done, source, scene);
  } finally {
    obs.close();
  }
}

function words(done, { name, width, height }, scene) {
  return {
    created: `“${name}” is in the scene “${scene}” now, ${width} × ${height}. Move it in OBS to where you want it.`,
    updated: `“${name}” was there already: it has this look now, ${width} × ${height}.`,
    elsewhere: `“${name}” was there already, and has this look now, ${width} × ${height}. The scene “${scene}” does not show it: there add a Browser source in OBS, and choose it under “Add Existing”.`,
    kept: "Nothing was changed. Give this bar another name, and its source has it too.",
  }[done];
}

function trouble({ problem, code, message }, password) {
  switch (problem) {
    case "unreachable":
      return `OBS does not answer. Is it running? ${SWITCH_ON}${mayBeTheBrowser()}`;
    case "blocked":
      return "This browser does not let an https page connect to OBS. Open the studio in Chrome or Edge, or drag the button below into OBS.";
    case "silent":
      return `Something else answers at this address. OBS 28 or newer has the right server. ${SWITCH_ON}`;
    case "password":
      return password ? "This is not the password of OBS." : "OBS asks for its password: Tools > WebSocket Server Settings > Show Connect Info.";
    case "no-crypto":
      return `Browsers prove a password to OBS only from an https page or one at 127.0.0.1, and this one is at ${location.host}. ${OPEN_HERE}`;
    case "closed":
      return "OBS ended the connection. Is it closing? Try again.";
    case "no-scene":
      return "OBS has no current scene. Choose one under “Scenes”, and try again.";
    case "other-kind":
      return "OBS has another source with this name that is not a Browser source. Rename it there, or rename this bar.";
    default:
      return code === NO_SUCH_KIND
        ? "This OBS has no Browser source. Install OBS from obsproject.com: some packages, such as Debian's, leave it out."
        : code === NOT_READY ? "OBS is not ready: it is starting, or changing its scene collection. Try again." : `OBS refused: ${message}`;
  }
}

/** What else may be in the way, which a page cannot see: browsers keep pages of other computers away from this one. */
function mayBeTheBrowser() {
  if (!isSecureContext) {
    return ` If it is ticked, the browser may be the reason: some let no plain http page of another address talk to OBS, and this one is at ${location.host}. ${OPEN_HERE}`;
  }
  return location.protocol === "https:" ? " If it is ticked, the browser may be the reason: allow this page to reach this computer if it asks, try Chrome or Edge, or drag the button below." : "";
}

/** An address that the page may connect to (its Content-Security-Policy), or nothing. */
function local(typed) {
  const bare = typed.trim().replace(/^ws:\/\//, "").replace(/\/$/, "");
  return /^(127\.0\.0\.1|localhost):\d{1,5}$/.test(bare) ? `ws://${bare}` : "";
}

function host(url) {
  try {
    return new URL(url).host || "a local file";
  } catch {
    return "of no known address";
  }
}

function remembered() {
  try {
    return { address: ADDRESS, password: "", ...JSON.parse(localStorage.getItem(KEY)) };
  } catch {
    return { address: ADDRESS, password: "" };
  }
}

function remember(connection) {
  try {
    localStorage.setItem(KEY, JSON.stringify(connection));
  } catch {
    // a browser that keeps nothing asks again
  }
}
