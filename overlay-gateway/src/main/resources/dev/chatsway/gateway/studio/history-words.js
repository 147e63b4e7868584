import { h } from "./dom.js";
import { rows, votesWithin } from "./timeline.js";
import { signed } from "./times.js";

const EVENTS = { created: "created", reset: "reset", pause: "paused", resume: "resumed", settings: "settings changed", round_opened: "round opened", round_ended: "round ended", round_cleared: "result cleared", undo: "reset undone" };

/** Whether there is nothing to draw. */
export function isQuiet({ points, events, now }) {
  const { pro, contra } = votesWithin({ points, now }, Infinity);
  return pro + contra + events.length === 0 && points.every(({ value }) => Math.abs(value) < 0.5);
}

/** The chart in one sentence or two. */
export function summary(timeline, { forLabel, againstLabel }) {
  const { points, events, now } = timeline;
  const { time } = timeline.clock;
  const highest = points.reduce((most, point) => (point.value > most.value ? point : most));
  const lowest = points.reduce((least, point) => (point.value < least.value ? point : least));
  const { pro, contra } = votesWithin(timeline, Infinity);
  const resets = events.filter(({ type }) => type === "reset").map(({ at }) => time(at));
  const sentences = [
    `${range(time(points[0].at), time(now))}: ${extremes(highest, lowest, time(points[0].at) === time(now) ? () => "" : (at) => ` at ${time(at)}`)}.`,
    `${pro} votes for ${forLabel || "the left side"}, ${contra} for ${againstLabel || "the right side"}.`,
  ];
  if (timeline.sources.some(({ name, at }) => name === "test" && at >= points[0].at)) {
    sentences.push("Test votes are among them.");
  }
  if (resets.length > 0) {
    sentences.push(`Reset ${resets.length > 3 ? `${resets.length} times` : `at ${resets.join(", ")}`}.`);
  }
  return sentences.join(" ");
}

function range(first, now) {
  return first === now ? `Since ${first}` : `${first} to ${now}`;
}

function extremes(highest, lowest, when) {
  if (signed(highest.value) === signed(lowest.value)) {
    return `always ${signed(highest.value)}`;
  }
  return `highest ${signed(highest.value)}${when(highest.at)}, lowest ${signed(lowest.value)}${when(lowest.at)}`;
}

/** How to read the chart. */
export function key({ forLabel, againstLabel }) {
  return `The line is the value; bars are votes, ${forLabel || "the left side"}’s from above, ${againstLabel || "the right side"}’s from below.`;
}

/** The chart as a table, for who cannot see it. */
export function table(timeline, millis, { forLabel, againstLabel }) {
  const head = ["From", "Value after", forLabel || "Left side", againstLabel || "Right side", "Also"];
  const body = rows(timeline, millis).map((row) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, timeline.clock.time(row.at)),
      ...[signed(row.value), String(row.for), String(row.against), row.events.map((type) => EVENTS[type] ?? type).join(", ")].map((cell) => h("td", {}, cell)),
    ),
  );
  return h(
    "table",
    {},
    h("thead", {}, h("tr", {}, ...head.map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", {}, ...body),
  );
}
