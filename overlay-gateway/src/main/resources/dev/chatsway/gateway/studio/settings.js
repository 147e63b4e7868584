import { withoutSides } from "./chat-sides.js";
import { h } from "./dom.js";
import { choice, colour, lines, memory, number, slider, text } from "./fields.js";
import { savedLooks } from "./saved-looks.js";
import { ownTheme, styleFields } from "./style.js";

const WEIGHTS = { everyone: "Everyone", subscriber: "Subscribers", vip: "VIPs", moderator: "Moderators", broadcaster: "You" };

/*
 * The settings of a BarRecord in a streamer's words, by the parts of the page. Each is saved as it is changed; the server's rules decide, and what
 * they refuse stands at the field.
 */

export function questionSettings(bar) {
  return h(
    "div",
    { class: "groups" },
    group(
      "What it says",
      text(bar.field("name", ({ name }) => name, (name) => ({ name })), "Name of the bar", "Only you and your co-hosts see it."),
      text(bar.setting("question"), "Question", "What viewers decide; up to 120 characters."),
      text(bar.setting("forLabel"), "Words for the left side", "Up to 40 characters."),
      text(bar.setting("againstLabel"), "Words for the right side"),
    ),
    group(
      "How it moves",
      choice(bar.setting("scale"), "The bar shows", { auto: "what chat wants, however busy it is", sum: "every vote as a push (small chats)", share: "shares (big chats)" }),
      number(bar.setting("voteDelta"), "One vote pushes by", "Points; each end of the bar is at 100. Used only where the bar shows every vote as a push."),
      memory(bar.setting("decayRate")),
    ),
    group(
      "What counts as a vote",
      lines(bar.setting("forTriggers"), "Chat words for the left side", "One word or phrase per line."),
      lines(bar.setting("againstTriggers"), "Chat words for the right side"),
      choice(bar.setting("labelsCount", (value) => value === "true", String), "The words of a side", { true: "count as a vote too", false: "do not count as votes" }),
      choice(bar.setting("match"), "A message counts when it", { exact: "is one of these words", leading: "is or begins with one of these words" }),
    ),
  );
}

export function chatSettings(bar) {
  return h(
    "div",
    { class: "groups" },
    group(
      "How often",
      number(bar.setting("debounceMillis", thousandfold, (millis) => millis / 1000), "The same viewer can vote again after", "Seconds; 0 means every message counts."),
      number(bar.setting("votesPerMinute"), "Maximum votes per minute", "0 means no limit."),
      details("Weights of viewers", "How much one vote counts.", Object.entries(WEIGHTS).map(([role, name]) =>
        number(bar.field(`settings.weights.${role}`, ({ settings }) => settings.weights[role], (weight) => ({ settings: { weights: { [role]: weight } } })), name),
      )),
    ),
    group(
      "Whose chat",
      choice(bar.setting("sharedChat"), "In a shared chat, count", { own: "only my own chat", all: "everyone's chat" }),
      choice(bar.setting("chatCommands", (value) => value === "true", String), "Commands in chat", { false: "are off", true: "work for you and your moderators" }, "“!bar open Jump? 60” opens a round for 60 seconds, “!bar close” ends it, “!bar reset” puts the bar back to neutral."),
      lines(
        bar.field(
          "channels",
          ({ channels }) => channels.filter(({ id }) => id).map(({ platform, id }) => `${platform} ${id}`),
          (entries) => {
            const channels = [...bar.session.channels.filter(({ id }) => !id), ...entries.map(asChannel)];
            return { channels, ...withoutSides(bar.session, channels) };
          },
        ),
        "Channels by number",
        "For Twitch EventSub and Kick, one per line: the platform and the channel's number, such as “kick 12345”.",
      ),
    ),
  );
}

export function lookSettings(bar) {
  const groups = [
    group(
      "Shape",
      choice(bar.setting("theme"), "Theme", { dark: "Dark", light: "Light", line: "Line, without a panel", contrast: "High contrast" }),
      choice(bar.setting("mode"), "Drawn as", { combined: "one bar, tug of war", split: "two bars, one for each side", worm: "a line, the last minute" }),
      choice(bar.setting("layout"), "Layout", { horizontal: "horizontal", vertical: "vertical, such as 200 × 500 pixels", compact: "thin strip, such as 800 × 40 pixels" }),
      choice(bar.setting("align"), "Position in the source", { center: "in the middle", top: "at the top", bottom: "at the bottom" }),
    ),
    group(
      "What it shows",
      choice(bar.setting("numbers"), "Numbers", { percent: "Percent", votes: "Votes", strength: "Strength", none: "None" }),
      choice(bar.setting("hint"), "How to vote is shown", { auto: "until votes come in", always: "always", off: "never" }),
      choice(bar.setting("effects"), "Votes landing", { full: "are shown", off: "are not shown" }),
      choice(bar.setting("hideIdle", Number, String), "Without votes, the bar", { 0: "stays", 10: "fades away after 10 seconds", 20: "fades away after 20 seconds", 30: "fades away after 30 seconds", 60: "fades away after a minute", 120: "fades away after 2 minutes", 300: "fades away after 5 minutes" }, "The next vote brings it back.", (seconds) => `fades away after ${seconds} seconds`),
    ),
  ];
  const colours = [
    colour(bar.setting("forColor"), "Colour of the left side", "#2b8cff"),
    colour(bar.setting("againstColor"), "Colour of the right side", "#ff8b1f"),
    slider(bar.setting("fontSize"), "Size of the words", { least: 50, most: 150, step: 5, unit: "%" }),
  ];
  return h(
    "div",
    { class: "stack" },
    savedLooks(bar),
    h("div", { class: "groups" }, ...groups),
    group("Colours and words", h("div", { class: "grid" }, ...colours)),
    details("Every detail", "What the theme decides unless you do.", [h("div", { class: "grid" }, ...styleFields(bar))]),
    details("A theme of your own, as CSS", "", [ownTheme(bar)]),
  );
}

/** What is no number is left for the server to refuse. */
function thousandfold(seconds) {
  return typeof seconds === "number" ? Math.round(seconds * 1000) : seconds;
}

function asChannel(entry) {
  const [platform, ...id] = entry.split(/[\s:]+/);
  return { platform: platform.toLowerCase(), id: id.join(" ") };
}

function group(name, ...fields) {
  return h("fieldset", {}, h("legend", {}, name), ...fields);
}

function details(name, hint, fields) {
  return h("details", {}, h("summary", {}, name), h("p", { class: "hint" }, hint), ...fields);
}
