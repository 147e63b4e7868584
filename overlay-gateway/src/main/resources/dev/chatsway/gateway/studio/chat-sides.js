import { h } from "./dom.js";
import { choice } from "./fields.js";

const WORDS = { both: "for either side, by its words", for: "for the left side, by any of the words", against: "for the right side, by any of the words" };

/** The name of a channel in the setting `sides`. */
export const sideKey = ({ platform, id, login }) => (login ? `${platform}:@${login}` : `${platform}:${id}`);

/** The channels of a bar that vote for one side, in a select; the first entry is none of them. Hidden while there is none. */
export function channelChoice(bar) {
  const select = h("select", { "aria-label": "Written in" });
  bar.watch(({ settings }) => {
    const names = Object.keys(settings.sides);
    const chosen = select.value;
    select.replaceChildren(h("option", { value: "" }, "in any other chat"), ...names.map((name) => h("option", { value: name }, `in ${name.replace(":@", " ").replace(":", " ")}`)));
    select.value = names.includes(chosen) ? chosen : "";
    select.hidden = names.length === 0;
  });
  return select;
}

/** The channels that can have a side: those with a name. A program that relays the chat of several has none. */
const named = (channels) => channels.filter(({ url }) => !url);

/** The part of a merge patch that forgets the sides of channels that are to be removed. */
export function withoutSides(session, channels) {
  const kept = named(channels).map(sideKey);
  const gone = named(session.channels).map(sideKey).filter((key) => !kept.includes(key) && key in session.settings.sides);
  return { settings: { sides: Object.fromEntries(gone.map((key) => [key, null])) } };
}

/** For each channel, which side its viewers vote for; shown where there is something to set against each other. */
export function chatSides(bar) {
  const fields = h("div", { class: "stack" });
  const element = h(
    "fieldset",
    {},
    h("legend", {}, "Channels against each other"),
    h("p", { class: "hint" }, "A chat can vote for one side only: any of the words written there counts for that side."),
    fields,
  );
  let shown = "";
  bar.watch((session) => {
    const channels = named(session.channels);
    const keys = channels.map(sideKey);
    element.hidden = keys.length < 2 && Object.keys(session.settings.sides).length === 0;
    if (keys.join(" ") !== shown) {
      shown = keys.join(" ");
      fields.replaceChildren(...channels.map((channel) => side(bar, channel)));
    }
  });
  return element;
}

function side(bar, channel) {
  const key = sideKey(channel);
  const setting = bar.field(
    `settings.sides.${key}`,
    ({ settings }) => settings.sides[key] ?? "both",
    (value) => ({ settings: { sides: { [key]: value === "both" ? null : value } } }),
  );
  return choice(setting, `${channel.login ?? `${channel.platform} ${channel.id}`} votes`, WORDS);
}
