import * as api from "./api.js";
import { BarRow } from "./bar-row.js";
import { freshId, h, say } from "./dom.js";
import { troubleWords } from "./now.js";

/** From so many bars on there is a filter. */
const MANY = 8;
const EVERY = 1000;
/** The most bars that are asked for at once. */
const MOST = 50;
const IN_SIGHT = "80px";

/** The bars that are in sight are asked for once a second, in one request, while somebody looks. */
export class BarList {
  rows = new Map();
  none = () => {};
  #next;
  #counted;
  #mayCopy;
  #lost;
  #visible = new Set();
  #asking = false;
  #timer = 0;
  #list = h("ul", { class: "bars" });
  #trouble = h("p", { class: "problem", role: "status" });
  #more = h("button", { type: "button", class: "quiet", onclick: () => this.load().catch((refusal) => say(refusal.message)) }, "Show more");
  #search = h("input", { id: freshId(), type: "search", autocomplete: "off", placeholder: "Name, side or channel", oninput: () => this.#filter() });
  #found = h("p", { class: "hint", role: "status" });
  #filterRow = h("div", { class: "field filter", hidden: true }, h("label", { for: this.#search.id }, "Find a bar"), this.#search, this.#found);
  #sight = new IntersectionObserver((entries) => this.#see(entries), { rootMargin: IN_SIGHT });
  #look = () => this.#ask();
  element = h("div", { class: "stack" }, this.#filterRow, this.#trouble, this.#list, this.#more);

  /** @param counted is told how many of one's own there are, null while some are not loaded; @param mayCopy whether one may make bars; @param lost called when the visitor was signed out */
  constructor(counted, mayCopy, lost) {
    this.#counted = counted;
    this.#mayCopy = mayCopy;
    this.#lost = lost;
  }

  start() {
    this.#timer = setInterval(this.#look, EVERY);
    document.addEventListener("visibilitychange", this.#look);
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = 0;
    document.removeEventListener("visibilitychange", this.#look);
    this.#sight.disconnect();
    this.#visible.forEach((row) => row.rest(false));
  }

  /** The next page. */
  async load() {
    const page = await api.usedBars(this.#next);
    page.sessions.filter(({ id }) => !this.rows.has(id)).forEach((session) => this.#list.append(this.#add(session).element));
    this.#next = page.next;
    this.#more.hidden = !page.next;
    this.#count();
  }

  #add(session) {
    const row = new BarRow(session, this.#mayCopy, { copied: (copy) => this.#copied(copy), deleted: (gone) => this.#remove(gone, true) });
    this.rows.set(row.id, row);
    this.#sight.observe(row.element);
    return row;
  }

  #copied(session) {
    const row = this.#add(session);
    this.#list.prepend(row.element);
    this.#count();
    row.focus();
  }

  /** @param isHere whether it was deleted on this page: then the focus goes on to another */
  #remove(row, isHere) {
    const shown = [...this.rows.values()].filter(({ element }) => !element.hidden);
    const after = shown[shown.indexOf(row) + 1] ?? shown[shown.indexOf(row) - 1];
    const hadFocus = row.element.contains(document.activeElement) || (isHere && document.activeElement === document.body);
    this.#sight.unobserve(row.element);
    this.#visible.delete(row);
    this.rows.delete(row.id);
    row.element.remove();
    this.#count();
    if (this.rows.size === 0) {
      this.none();
    } else if (hadFocus) {
      after?.focus();
    }
  }

  #count() {
    this.#counted(this.#next ? null : [...this.rows.values()].filter((row) => !row.isShared).length);
    this.#filterRow.hidden = this.rows.size < MANY && !this.#next && !this.#search.value;
    this.#filter();
  }

  /** What is not on a page yet cannot be found: all pages are fetched first. */
  async #filter() {
    const words = this.#search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const shown = [...this.rows.values()].filter((row) => {
      row.element.hidden = !row.has(words);
      return !row.element.hidden;
    });
    this.#found.textContent = words.length ? `${shown.length} of ${this.rows.size}` : "";
    if (words.length && this.#next && !this.#more.disabled) {
      this.#more.disabled = true;
      try {
        while (this.#next && this.#search.value.trim() && this.#timer) {
          await this.load();
        }
      } catch (refusal) {
        say(refusal.message);
      } finally {
        this.#more.disabled = false;
      }
    }
  }

  #see(entries) {
    const rowOf = new Map([...this.rows.values()].map((row) => [row.element, row]));
    for (const { target, isIntersecting } of entries) {
      const row = rowOf.get(target);
      if (row && isIntersecting) {
        this.#visible.add(row);
      } else if (row) {
        this.#visible.delete(row);
        row.rest(false);
      }
    }
    this.#ask();
  }

  async #ask() {
    const rows = [...this.#visible].slice(0, MOST);
    if (document.hidden || this.#asking || rows.length === 0 || this.#timer === 0) {
      return;
    }
    this.#asking = true;
    try {
      const { sessions } = await api.liveBars(rows.map(({ id }) => id));
      if (this.#timer === 0) {
        return; // the page was left
      }
      const now = new Map(sessions.map((session) => [session.id, session]));
      for (const row of rows.filter(({ id }) => this.rows.has(id))) {
        if (!now.has(row.id)) {
          this.#remove(row, false); // deleted elsewhere
        } else if (this.#visible.has(row)) {
          row.show(now.get(row.id));
        }
      }
      this.#say("");
    } catch (refusal) {
      if (refusal.status === 401 && this.#timer) {
        this.stop();
        this.#lost();
      }
      rows.forEach((row) => row.rest(true));
      this.#say(troubleWords(refusal));
    } finally {
      this.#asking = false;
    }
  }

  #say(words) {
    if (this.#trouble.textContent !== words) {
      this.#trouble.textContent = words;
    }
  }
}
