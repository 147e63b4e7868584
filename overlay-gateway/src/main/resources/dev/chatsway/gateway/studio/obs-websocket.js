/*
 * A client of obs-websocket 5, which OBS 28 and newer bring with them. Its protocol:
 * https://github.com/obsproject/obs-websocket/blob/master/docs/generated/protocol.md
 */

const RPC_VERSION = 1;
const [HELLO, IDENTIFY, IDENTIFIED, REQUEST, RESPONSE] = [0, 1, 2, 6, 7];
const WRONG_PASSWORD = 4009;
/** How long OBS may take for each step, in ms. */
const PATIENCE = 5000;

/**
 * Why it did not work. `problem` is one of: "blocked" (the browser forbids the connection), "unreachable" (nothing answers), "silent" (something
 * answers and does not speak the protocol), "no-crypto" (a password is needed, and this page cannot prove one), "password" (missing or wrong),
 * "closed" (OBS ended the connection), "refused" (OBS refused a request: then `code` is its RequestStatus, and the message its reason).
 */
export class ObsError extends Error {
  constructor(problem, message = problem, code = 0) {
    super(message);
    this.problem = problem;
    this.code = code;
  }
}

export class Obs {
  #socket;
  #expected = new Map(); // what is waited for: an op code, or the id of a request
  #requests = 0;
  #isOpen = false;
  #ended = null;

  /** Connects and identifies, without events. Throws an ObsError. */
  static async connect(address, password) {
    const obs = new Obs(address);
    try {
      await obs.#identify(password);
      return obs;
    } catch (error) {
      obs.close();
      throw error;
    }
  }

  constructor(address) {
    try {
      this.#socket = new WebSocket(address, "obswebsocket.json");
    } catch (error) {
      throw new ObsError("blocked", error.message); // a SecurityError: the page came by https
    }
    this.#socket.onopen = () => (this.#isOpen = true);
    this.#socket.onmessage = ({ data }) => this.#take(JSON.parse(data));
    this.#socket.onclose = ({ code }) => {
      this.#ended = code === WRONG_PASSWORD ? "password" : this.#isOpen ? "closed" : "unreachable";
      this.#fail(this.#ended);
    };
  }

  /** What OBS answers to a request, as an object. Throws an ObsError. */
  async request(requestType, requestData = {}) {
    const requestId = String(++this.#requests);
    const answer = this.#expect(requestId);
    this.#send(REQUEST, { requestType, requestId, requestData });
    const { requestStatus, responseData } = await answer;
    if (!requestStatus.result) {
      throw new ObsError("refused", requestStatus.comment ?? `code ${requestStatus.code}`, requestStatus.code);
    }
    return responseData ?? {};
  }

  close() {
    this.#socket.close();
  }

  async #identify(password) {
    const { authentication } = await this.#expect(HELLO);
    const identified = this.#expect(IDENTIFIED);
    identified.catch(() => {}); // nobody waits for it yet
    this.#send(IDENTIFY, {
      rpcVersion: RPC_VERSION,
      authentication: authentication && (await proof(password, authentication)),
      eventSubscriptions: 0,
    });
    await identified;
  }

  #send(op, d) {
    this.#socket.send(JSON.stringify({ op, d }));
  }

  #expect(key) {
    return new Promise((resolve, reject) => {
      if (this.#ended) {
        reject(new ObsError(this.#ended));
        return;
      }
      const timer = setTimeout(() => this.#fail(this.#isOpen ? "silent" : "unreachable"), PATIENCE);
      this.#expected.set(key, { resolve, reject, timer });
    });
  }

  #take({ op, d }) {
    const key = op === RESPONSE ? d.requestId : op;
    const waiting = this.#expected.get(key);
    if (waiting) {
      this.#expected.delete(key);
      clearTimeout(waiting.timer);
      waiting.resolve(d);
    }
  }

  #fail(problem) {
    for (const { reject, timer } of this.#expected.values()) {
      clearTimeout(timer);
      reject(new ObsError(problem));
    }
    this.#expected.clear();
  }
}

/** The answer to the challenge of a Hello: base64(SHA-256(base64(SHA-256(password + salt)) + challenge)). */
async function proof(password, { challenge, salt }) {
  if (!password) {
    throw new ObsError("password");
  }
  if (!crypto.subtle) {
    throw new ObsError("no-crypto"); // browsers have it on https and on this computer only
  }
  return digest((await digest(password + salt)) + challenge);
}

async function digest(text) {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(bytes)));
}
