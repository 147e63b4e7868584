import { POLL_PATIENCE, Refusal, ROOT, timely } from "./api.js";

const CONTROL = `${ROOT}api/v1/control`;

/** What a control link may do. The link's token comes from the fragment, which no browser sends anywhere by itself. Throws a Refusal. */
export class ControlApi {
  #token;

  constructor(token) {
    this.#token = token;
  }

  state = () => this.#ask("GET", "");
  reset = () => this.#ask("POST", "/reset");
  undoReset = () => this.#ask("POST", "/reset/undo");
  rounds = () => this.#ask("GET", "/rounds");
  openRound = (round) => this.#ask("POST", "/rounds", round);
  closeRound = () => this.#ask("POST", "/rounds/close");
  pause = () => this.#ask("POST", "/pause");
  resume = () => this.#ask("POST", "/resume");
  label = (labels) => this.#ask("POST", "/labels", labels);

  async #ask(method, path, body) {
    const request = {
      method,
      cache: "no-store",
      credentials: "omit",
      headers: { Authorization: `Bearer ${this.#token}` },
      body: body && JSON.stringify(body),
    };
    const { answer, text } = await timely(CONTROL + path, request, method === "GET" ? POLL_PATIENCE : undefined);
    const json = parsed(text);
    if (!answer.ok) {
      throw new Refusal(answer.status, json.detail ?? answer.statusText, json.errors);
    }
    return json;
  }
}

/** What is no JSON is a proxy's own page. */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
