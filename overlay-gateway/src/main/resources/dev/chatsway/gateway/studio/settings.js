import * as api from "./api.js";
import { h } from "./dom.js";
import { choice, colour, lines, memory, number, text } from "./fields.js";

const WEIGHTS = { everyone: "Everyone", subscriber: "Subscribers", vip: "VIPs", moderator: "Moderators", broadcaster: "You" };

/*
 * The settings in a streamer's words, by the parts of the page. Each is saved as it is changed; the server's rules decide, and what they refuse
 * stands at the field. `changed` is given the session as the server has it then.
 */

export function questionSettings(session, changed) {
  const { setting, save } = saving(session, changed);
  return h(
    "div",
    { class: "groups" },
    group(
      "What it says",
      text({ key: "name", now: session.name, save: (name) => save({ name }) }, "Name of the bar", "Only you and your co-hosts see it."),
      text(setting("question"), "Question", "What viewers decide; up to 120 characters."),
      text(setting("forLabel"), "Words for the left side", "Up to 40 characters."),
      text(setting("againstLabel"), "Words for the right side"),
    ),
    group(
      "How it moves",
      choice(setting("scale"), "The bar shows", { auto: "what chat wants, however busy it is", sum: "every vote as a push (small chats)", share: "shares (big chats)" }),
      number(setting("voteDelta"), "One vote pushes by", "Points; an end of the bar is 100 away. It has an effect on pushes only."),
      memory(setting("decayRate")),
    ),
    group(
      "What counts as a vote",
      lines(setting("forTriggers"), "Chat words for the left side", "One word or phrase a line."),
      lines(setting("againstTriggers"), "Chat words for the right side"),
      choice(yesOrNo(setting("labelsCount")), "The words of a side", { true: "count as a vote too", false: "do not count by themselves" }),
      choice(setting("match"), "A message counts when it", { exact: "is one of these words", leading: "is or begins with one of these words" }),
    ),
  );
}

export function chatSettings(session, changed) {
  const { setting, save } = saving(session, changed);
  const { debounceMillis, weights } = session.settings;
  return h(
    "div",
    { class: "groups" },
    group(
      "How often",
      number({ ...setting("debounceMillis"), now: debounceMillis / 1000, save: (seconds) => save({ settings: { debounceMillis: thousandfold(seconds) } }) }, "The same viewer can vote again after", "Seconds; 0 means every message counts."),
      number(setting("votesPerMinute"), "Maximum votes per minute", "0 means no limit."),
      details("Weights of viewers", "How much one vote counts.", Object.entries(WEIGHTS).map(([role, name]) =>
        number({ key: `settings.weights.${role}`, now: weights[role], save: (weight) => save({ settings: { weights: { [role]: weight } } }) }, name),
      )),
    ),
    group(
      "Whose chat",
      choice(setting("sharedChat"), "In a shared chat count", { own: "only my own chat", all: "everybody's chat" }),
      lines(
        {
          key: "channels",
          now: session.channels.filter(({ id }) => id).map(({ platform, id }) => `${platform} ${id}`),
          save: (entries) => save({ channels: [...session.channels.filter(({ login }) => login), ...entries.map(asChannel)] }),
        },
        "Channels by number",
        "For Twitch EventSub and Kick, one a line: the platform and the channel's number, such as “kick 12345”.",
      ),
    ),
  );
}

export function lookSettings(session, changed) {
  const { setting } = saving(session, changed);
  return h(
    "div",
    { class: "groups" },
    group(
      "Shape",
      choice(setting("theme"), "Theme", { dark: "Dark", light: "Light", line: "Line, without a plate", contrast: "High contrast" }),
      choice(setting("mode"), "Drawn as", { combined: "one bar, tug of war", split: "two bars, one for each side", worm: "a line, the last minute" }),
      choice(setting("layout"), "Layout", { horizontal: "lying", vertical: "standing, such as 200 × 500 pixels", compact: "low strip, such as 800 × 40 pixels" }),
    ),
    group(
      "What it shows",
      choice(setting("numbers"), "Numbers", { percent: "Percent", votes: "Votes", strength: "Strength", none: "None" }),
      choice(setting("hint"), "How to vote is shown", { auto: "until votes flow", always: "always", off: "never" }),
      choice(setting("effects"), "Votes landing", { full: "are shown", off: "are not shown" }),
    ),
    group(
      "Colours",
      colour(setting("forColor"), "Colour of the left side", "#2b8cff"),
      colour(setting("againstColor"), "Colour of the right side", "#ff8b1f"),
    ),
  );
}

function saving(session, changed) {
  const save = async (patch) => changed(await api.patchBar(session.id, patch));
  const setting = (key) => ({ key: `settings.${key}`, now: session.settings[key], save: (value) => save({ settings: { [key]: value } }) });
  return { setting, save };
}

function yesOrNo({ key, now, save }) {
  return { key, now: String(now), save: (value) => save(value === "true") };
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
