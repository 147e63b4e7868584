import { withoutSides } from "./chat-sides.js";
import { chatWords, isRead } from "./chat-words.js";
import { freshId, h } from "./dom.js";

/** Whose Twitch chat votes in a bar: asks for the channels, and says how each chat is. */
export class Chat {
  #bar;
  #changed;
  #input = h("input", { id: freshId(), type: "text", placeholder: "yourname, or twitch.tv/yourname", autocomplete: "off", spellcheck: "false", maxlength: "600" });
  #problem = h("p", { id: freshId(), class: "problem", role: "alert" });
  #list = h("ul", { class: "sources", "aria-label": "Chats being read" });

  /** `changed` is called after a change that was made here. */
  constructor(bar, changed) {
    this.#bar = bar;
    this.#changed = changed;
    bar.watch(() => document.activeElement === this.#input || this.#write());
    this.#input.setAttribute("aria-describedby", this.#problem.id);
    this.element = h(
      "form",
      { class: "stack", onsubmit: (event) => this.#save(event) },
      h(
        "div",
        { class: "field" },
        h("label", { for: this.#input.id }, "Your Twitch channel"),
        h("div", { class: "row" }, this.#input, h("button", { class: "primary", type: "submit" }, "Read its chat")),
        h("p", { class: "hint" }, "Its name or URL. Chatsway reads the chat anonymously: no registration, no bot. Separate several with commas; leave it empty for none."),
        this.#problem,
      ),
      this.#list,
    );
  }

  /** Takes the sources as the session API gives them. */
  show({ now, sources }) {
    const rows = sources.filter(({ channel }) => channel.login).map((source) => [source.channel.login, isRead(source), chatWords(source, now)]);
    this.#list.replaceChildren(...rows.map(([login, good, words]) => h("li", { class: good ? null : "bad" }, h("span", {}, login), h("span", {}, words))));
    this.#list.hidden = rows.length === 0;
  }

  async #save(event) {
    event.preventDefault();
    const logins = this.#input.value.split(/[\s,]+/).filter(Boolean);
    const others = this.#bar.session.channels.filter(({ login }) => !login);
    try {
      const channels = [...logins.map((login) => ({ platform: "twitch", login })), ...others];
      await this.#bar.patch({ channels, ...withoutSides(this.#bar.session, channels) });
      this.#problem.textContent = "";
      this.#write();
      this.#changed();
    } catch (refusal) {
      this.#problem.textContent = refusal.errors.length ? `Not saved. Allowed: ${refusal.errors[0].allowed}.` : refusal.message;
    }
    this.#input.setAttribute("aria-invalid", String(this.#problem.textContent !== ""));
  }

  #write() {
    this.#input.value = this.#bar.session.channels.flatMap(({ login }) => login ?? []).join(", ");
  }
}
