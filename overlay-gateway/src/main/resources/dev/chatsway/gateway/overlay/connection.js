import { openEvents, openWebSocket } from "./transport.js";

/** All in ms. A server that lives says something at least every 5 s. */
const SHORTEST_WAIT = 500;
const LONGEST_WAIT = 15_000;
const SILENCE = 12_000;
const FIRST_WORD = 5_000;
const SUSPECT_ON_WAKING = 6_000;
const PING = 20_000;
const BACK_UP = 300_000;
const QUESTION = 5_000;

/** After so many WebSockets that never said a word, although the server answers HTTP, Server-Sent Events are tried. */
const MUTE_SOCKETS = 2;

/**
 * Keeps one overlay connected until its URL is gone for good (docs/interface.md, section 5). Tells its listener every message but `bye`, and its
 * state: connecting, live, reconnecting, unavailable, or why it stopped: rotated, deleted, unknown.
 */
export class Connection {
  #server;
  #overlayId;
  #listener;
  #link = null;
  #probe = null;
  #attempts = 0;
  #muteSockets = 0;
  #unavailable = false;
  #retry = 0;
  #pulse = 0;
  #ended = new AbortController();

  /** @param server what the URLs of the server start with; @param listener {message(object), state(name)} */
  constructor(server, overlayId, listener) {
    this.#server = server;
    this.#overlayId = overlayId;
    this.#listener = listener;
  }

  start() {
    const { signal } = this.#ended;
    addEventListener("online", () => this.#wake(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden || this.#wake(), { signal });
    this.#pulse = setInterval(() => this.#check(), 1000);
    this.#listener.state("connecting");
    this.#connect();
  }

  #connect() {
    this.#retry = 0;
    this.#link = this.#open(this.#muteSockets < MUTE_SOCKETS ? openWebSocket : openEvents);
  }

  #open(transport) {
    const link = { transport, heard: false, openedAt: now(), heardAt: now(), pingedAt: now() };
    const { send, close } = transport(this.#server, this.#overlayId, {
      message: (text) => this.#hear(link, text),
      end: () => this.#end(link),
    });
    return Object.assign(link, { send, close });
  }

  #hear(link, text) {
    const message = parse(text);
    if (!message) {
      return;
    }
    if (link === this.#probe) {
      clearTimeout(this.#retry);
      this.#retry = 0;
      this.#link.close();
      this.#link = link;
      this.#probe = null;
    }
    link.heardAt = now();
    if (message.type === "bye") {
      this.#bye(message);
      return;
    }
    if (!link.heard) {
      link.heard = true;
      this.#unavailable = false;
      this.#muteSockets = link.transport === openWebSocket ? 0 : this.#muteSockets;
      this.#listener.state("live");
    }
    if (message.type === "value") {
      this.#attempts = 0;
    }
    this.#listener.message(message);
  }

  #bye({ reason, reconnect }) {
    if (reason === "rebalance") {
      this.#link.close();
      this.#reopen();
    } else if (reconnect) {
      if (reason === "unavailable") {
        this.#unavailable = true; // and not reconnecting first
        this.#listener.state("unavailable");
      }
      this.#lose();
    } else {
      this.#stop(["rotated", "deleted"].includes(reason) ? reason : "unknown");
    }
  }

  #end(link) {
    if (link === this.#probe) {
      this.#probe = null;
    } else if (link.heard && link.transport === openEvents) {
      // The server ends these streams every few minutes: as long as the next one opens, nothing was lost.
      this.#reopen();
    } else {
      this.#lose();
    }
  }

  /** Opens another link soon, while the bar goes on by its law: the server is well, and only ended this one. */
  #reopen() {
    this.#dropProbe();
    this.#retry = setTimeout(() => this.#connect(), Math.random() * SHORTEST_WAIT);
  }

  /** Gives the link up, finds out why it could not be had if it never spoke, and tries again later. */
  async #lose() {
    const link = this.#link;
    this.#link = null;
    link.close();
    this.#dropProbe();
    if (!this.#unavailable) {
      this.#listener.state("reconnecting");
    }
    if (!link.heard) {
      const status = await this.#ask();
      if (status === 404) {
        this.#stop("unknown");
        return;
      }
      this.#unavailable = status === 403; // until its owner may show it again
      if (this.#unavailable) {
        this.#listener.state("unavailable");
      }
      this.#muteSockets = link.transport === openEvents ? 0 : this.#muteSockets + (status === 200 ? 1 : 0);
    }
    this.#retry = setTimeout(() => this.#connect(), backoff(this.#attempts++));
  }

  /** A refused handshake hides its status from scripts; the snapshot's does not. Undefined when nobody answers. */
  async #ask() {
    const question = new AbortController();
    const limit = setTimeout(() => question.abort(), QUESTION);
    try {
      const url = `${this.#server}/api/v1/overlays/${this.#overlayId}`;
      return (await fetch(url, { cache: "no-store", signal: question.signal })).status;
    } catch {
      return undefined;
    } finally {
      clearTimeout(limit);
    }
  }

  #check() {
    const link = this.#link;
    if (this.#probe && since(this.#probe.openedAt) > FIRST_WORD) {
      this.#dropProbe();
    }
    if (!link || this.#retry) {
      return;
    }
    if (since(link.heardAt) > (link.heard ? SILENCE : FIRST_WORD)) {
      this.#lose();
    } else if (since(link.pingedAt) > PING) {
      link.pingedAt = now();
      link.send('{"type":"ping"}');
    }
    if (link.transport === openEvents && !this.#probe && since(link.openedAt) > BACK_UP) {
      link.openedAt = now();
      this.#probe = this.#open(openWebSocket);
    }
  }

  /** The network or the picture is back: no reason to wait, and every reason to distrust a link that was silent meanwhile. */
  #wake() {
    if (this.#retry) {
      clearTimeout(this.#retry);
      this.#connect();
    } else if (this.#link && since(this.#link.heardAt) > SUSPECT_ON_WAKING) {
      this.#link.close();
      this.#listener.state("reconnecting");
      this.#connect();
    }
  }

  #stop(reason) {
    this.#ended.abort();
    clearInterval(this.#pulse);
    this.#dropProbe();
    this.#link?.close();
    this.#link = null;
    this.#listener.state(reason);
  }

  #dropProbe() {
    this.#probe?.close();
    this.#probe = null;
  }
}

/** Full jitter, so that a restarted server is not asked by everybody at once (as centrifuge-js waits). */
function backoff(attempts) {
  return Math.min(LONGEST_WAIT, SHORTEST_WAIT + Math.random() * Math.min(LONGEST_WAIT, SHORTEST_WAIT * 2 ** attempts));
}

/** Both clocks: the monotonic one may stand still while the machine sleeps, the other may be set. */
function now() {
  return { monotonic: performance.now(), wall: Date.now() };
}

function since({ monotonic, wall }) {
  return Math.max(performance.now() - monotonic, Date.now() - wall);
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
