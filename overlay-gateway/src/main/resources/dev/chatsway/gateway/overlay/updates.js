const KEY = "chatsway-reloaded-for";
const SPREAD = 600_000;
const QUIET_CHECK = 2_000;
const AGAIN = 60_000;

/**
 * Reloads the page once when the server has a newer build: within 10 minutes, so that not every overlay comes at once, at a moment when
 * nothing moves, and only if the server really serves that build then (during a rolling update it may not).
 */
export class Updates {
  #own;
  #isQuiet;
  #planned = null;

  /** @param own the build this page came from, or null if only the first hello can tell; @param isQuiet () => boolean */
  constructor(own, isQuiet) {
    this.#own = own;
    this.#isQuiet = isQuiet;
  }

  /** The build a server introduced itself with. Builds are ordered as text with numbers: 0.2.10 is newer than 0.2.9. */
  heard(build) {
    if (!build) {
      return;
    }
    this.#own ??= build;
    const newer = build.localeCompare(this.#planned ?? this.#own, "en", { numeric: true }) > 0;
    if (newer && remembered() !== build) {
      const waiting = this.#planned !== null;
      this.#planned = build;
      if (!waiting) {
        setTimeout(() => this.#reload(), Math.random() * SPREAD);
      }
    }
  }

  async #reload() {
    if (!this.#isQuiet()) {
      setTimeout(() => this.#reload(), QUIET_CHECK);
    } else if ((await serves(this.#planned)) && remember(this.#planned)) {
      location.reload();
    } else {
      setTimeout(() => this.#reload(), AGAIN);
    }
  }
}

async function serves(build) {
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    return answer.ok && (await answer.text()).includes(`name="chatsway-build" content="${build}"`);
  } catch {
    return false;
  }
}

function remembered() {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** Answers whether it is remembered: a page that cannot remember never reloads, or it might do so for ever. */
function remember(build) {
  try {
    sessionStorage.setItem(KEY, build);
    return true;
  } catch {
    return false;
  }
}
