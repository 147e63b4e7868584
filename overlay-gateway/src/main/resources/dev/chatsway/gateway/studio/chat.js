import { withoutSides } from "./chat-sides.js";
import { asTyped, isReadHere, recognised, sourceName } from "./chat-source.js";
import { chatWords, isRead } from "./chat-words.js";
import { freshId, h } from "./dom.js";

/** Whose chat votes in a bar: asks where it is, says what happens to it, and how each chat is. */
export class Chat {
  #bar;
  #changed;
  #input = h("input", { id: freshId(), type: "text", placeholder: "yourname or twitch.tv/yourname", autocomplete: "off", spellcheck: "false", maxlength: "2000" });
  #password = h("input", { id: freshId(), type: "password", autocomplete: "off", maxlength: "200" });
  #lock = h("div", { class: "field" }, h("label", { for: this.#password.id }, "Password of Streamer.bot"), this.#password, h("p", { class: "hint" }, "Only if its WebSocket server asks for one. Leave it empty to keep the one that was saved. It is stored encrypted, and never shown."));
  #what = h("ul", { id: freshId(), class: "hint", "aria-label": "What happens" });
  #problem = h("p", { id: freshId(), class: "problem", role: "alert" });
  #list = h("ul", { class: "sources", "aria-label": "Chats being read" });

  /** `changed` is called after a change that was made here. */
  constructor(bar, changed) {
    this.#bar = bar;
    this.#changed = changed;
    bar.watch(() => document.activeElement === this.#input || document.activeElement === this.#password || this.#write());
    this.#input.setAttribute("aria-describedby", `${this.#what.id} ${this.#problem.id}`);
    this.#input.addEventListener("input", () => this.#explain());
    this.element = h(
      "form",
      { class: "stack", onsubmit: (event) => this.#save(event) },
      h(
        "div",
        { class: "field" },
        h("label", { for: this.#input.id }, "Your channel"),
        h("div", { class: "row" }, this.#input, h("button", { class: "primary", type: "submit" }, "Read its chat")),
        h("p", { class: "hint" }, "The name or URL of a Twitch channel; or, for YouTube, Kick and other sites, the address of Streamer.bot's WebSocket server or a URL of Social Stream Ninja. Separate several with commas; leave it empty for none."),
        this.#what,
        this.#problem,
      ),
      this.#lock,
      this.#list,
    );
  }

  /** Takes the sources as the session API gives them. */
  show({ now, sources }) {
    const rows = sources.filter(({ channel }) => isReadHere(channel)).map((source) => [sourceName(source.channel), isRead(source), chatWords(source, now)]);
    this.#list.replaceChildren(...rows.map(([name, good, words]) => h("li", { class: good ? null : "bad" }, h("span", {}, name), h("span", {}, words))));
    this.#list.hidden = rows.length === 0;
  }

  async #save(event) {
    event.preventDefault();
    const password = this.#password.value;
    const read = recognised(this.#input.value).map(({ channel }) => (password && channel.platform === "streamerbot" ? { ...channel, password } : channel));
    const others = this.#bar.session.channels.filter((channel) => !isReadHere(channel));
    try {
      const channels = [...read, ...others];
      await this.#bar.patch({ channels, ...withoutSides(this.#bar.session, channels) });
      this.#problem.textContent = "";
      this.#password.value = "";
      this.#write();
      this.#changed();
    } catch (refusal) {
      this.#problem.textContent = refusal.errors.length ? `Not saved. Allowed: ${refusal.errors[0].allowed}.` : refusal.message;
    }
    this.#input.setAttribute("aria-invalid", String(this.#problem.textContent !== ""));
  }

  get #saved() {
    return this.#bar.session.channels.filter(isReadHere).map(asTyped).join(", ");
  }

  #write() {
    this.#input.value = this.#saved;
    this.#explain();
  }

  #explain() {
    const found = recognised(this.#input.value);
    const words = this.#input.value === this.#saved ? [] : found.map(({ words }) => words); // what is saved says below how it is
    if (words.join() !== [...this.#what.children].map(({ textContent }) => textContent).join()) {
      this.#what.replaceChildren(...words.map((each) => h("li", {}, each)));
    }
    this.#lock.hidden = !found.some(({ channel }) => channel.platform === "streamerbot");
  }
}
