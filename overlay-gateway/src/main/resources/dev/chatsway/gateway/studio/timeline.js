import { wallClock } from "./times.js";

/** A timeline as the session API gives it, with its times in milliseconds, how to write them, and pauses as spans. */
export function read(timeline, pausedNow) {
  const now = Date.parse(timeline.now);
  const points = timeline.points.map((point) => ({ ...point, at: Date.parse(point.at) }));
  const events = timeline.events.map((event) => ({ ...event, at: Date.parse(event.at) }));
  return {
    now,
    clock: wallClock(points[0].at, now),
    points,
    events,
    spans: pauses(events, points[0].at, now, pausedNow),
    isNew: events.some(({ type }) => type === "created"), // nothing came before what is here
    bucketMillis: timeline.bucketSeconds * 1000,
    lastVote: timeline.lastVote && Date.parse(timeline.lastVote),
    sources: Object.entries(timeline.sources).map(([name, at]) => ({ name, at: Date.parse(at) })),
  };
}

/** What was paused before the first event is known by how that ended, or by what is now. */
function pauses(events, start, now, pausedNow) {
  const turns = events.filter(({ type }) => type === "pause" || type === "resume");
  const spans = [];
  let since = (turns.length > 0 ? turns[0].type === "resume" : pausedNow) ? start : null;
  for (const { type, at } of turns) {
    if (type === "pause") {
      since ??= at;
    } else if (since !== null) {
      spans.push([since, at]);
      since = null;
    }
  }
  return since === null ? spans : [...spans, [since, now]];
}

/** Votes of both sides in the last so many milliseconds. */
export function votesWithin({ points, now }, millis) {
  const some = points.filter(({ at }) => at > now - millis);
  return { pro: sum(some, "for"), contra: sum(some, "against") };
}

/** One row for each of so many milliseconds in which something happened, newest first: {at, value, for, against, events}. */
export function rows({ points, events }, millis) {
  const rows = new Map();
  for (const point of points) {
    const at = point.at - (point.at % millis);
    const row = rows.get(at) ?? { at, for: 0, against: 0, events: [] };
    rows.set(at, { ...row, value: point.value, for: row.for + point.for, against: row.against + point.against });
  }
  for (const { at, type } of events) {
    rows.get(at - (at % millis))?.events.push(type);
  }
  return [...rows.values()].filter((row) => row.for + row.against + row.events.length > 0).reverse();
}

function sum(points, side) {
  return points.reduce((total, point) => total + point[side], 0);
}
