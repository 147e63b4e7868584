import { decayed } from "./law.js";
import { dressOf, readLook } from "./look.js";
import { Motion } from "./motion.js";
import { Worm } from "./worm.js";

const SCALES = ["sum", "share", "auto"];
const FRAME = 1000 / 60;
/** A frame's step in pixels of a bar of 760, from one in points. */
const PIXELS = 3.8;
const curve = (more) => ({ value: 0, for: 0, against: 0, decayRate: 0, scale: "sum", ...more });

const TESTS = {
  "auto shows a lively chat as it votes, and one vote as less than half"() {
    near(decayed(curve({ scale: "auto", for: 600, against: 400 }), 0).value, 20, 0.01);
    near(decayed(curve({ scale: "auto", for: 1 }), 0).value, 100 / Math.sqrt(5), 1e-9);
  },
  "share and auto are symmetric, bounded and neutral in silence"() {
    for (const scale of ["share", "auto"]) {
      for (const [votesFor, votesAgainst] of [[0, 0], [1, 0], [3, 2], [1e6, 0]]) {
        const { value } = decayed(curve({ scale, for: votesFor, against: votesAgainst }), 0);
        near(value, -decayed(curve({ scale, for: votesAgainst, against: votesFor }), 0).value, 1e-9);
        holds(Math.abs(value) <= 100, `${scale} of ${votesFor} and ${votesAgainst} is ${value}`);
      }
      near(decayed(curve({ scale, for: 50, decayRate: 0.2 }), 200).value, 0, 0.01);
    }
  },
  "sum decays by its rate, and time before the receipt does not count"() {
    near(decayed(curve({ value: 100, decayRate: 0.2 }), 5).value, 100 / Math.E, 1e-9);
    near(decayed(curve({ value: 100, decayRate: 0.2 }), -5).value, 100, 1e-9);
  },
  "a step settles between 200 and 300 ms"() {
    const motion = stepped();
    holds(100 - motion.at(150).value > 4, "2 % are left before 200 ms");
    near(motion.at(300).value, 100, 0.5);
  },
  "no step is passed, though it comes while the bar runs the other way"() {
    for (const turn of [20, 60, 100, 140]) {
      const motion = stepped();
      motion.follow(curve({ value: 10 }), turn);
      const side = Math.sign(motion.at(turn).value - 10);
      for (let t = turn; t < turn + 1000; t += 5) {
        const { value } = motion.at(t);
        holds(side * (value - 10) > -1e-9, `${value} at ${t} after a turn at ${turn}`);
      }
    }
  },
  "a picture depends on its time, not on the frames before it"() {
    const seldom = stepped();
    const often = stepped();
    for (let t = 0; t < 100; t++) {
      often.at(t);
    }
    near(often.at(100).value, seldom.at(100).value, 0);
  },
  "whatever comes, the bar is never drawn beyond where the law and its last place are"() {
    const random = randoms(7);
    for (let run = 0; run < 300; run++) {
      const motion = new Motion();
      let now = 0;
      motion.follow(curve({ value: 200 * random() - 100 }), now, true);
      for (let change = 0; change < 8; change++) {
        now += 20 + 400 * random() ** 2;
        const value = 200 * random() - 100;
        motion.follow(curve({ value }), now);
        const side = Math.sign(motion.at(now).value - value);
        for (let t = now; t < now + 320; t += 7) {
          holds(side * (motion.at(t).value - value) > -1e-6, `${motion.at(t).value} passed ${value} at ${t - now}`);
        }
        near(motion.at(now + 300).value, value, 0.5);
      }
    }
  },
  "at 100 votes a second no crowd and no scale moves the bar by 8 of 760 pixels a frame, and it is there 300 ms after the last"() {
    for (const scale of SCALES) {
      for (const share of [0.5, 0.6, 0.75, 1]) {
        for (const late of [0, 0.2]) {
          const { largest, left } = crowd({ scale, share, late });
          holds(PIXELS * largest < 8, `${PIXELS * largest} pixels in ${scale} with ${share}`);
          near(left, 0, 0.5);
        }
      }
    }
  },
  "a frozen bar stands, and goes on from there"() {
    const motion = stepped();
    motion.freeze(80);
    const stood = motion.at(5000).value;
    near(stood, motion.at(80).value, 0);
    motion.thaw(5000);
    near(motion.at(5000).value, stood, 1e-9);
    near(motion.at(5300).value, 100, 0.5);
  },
  "the line ends where the bar is drawn, and follows the law between the values that were heard"() {
    const motion = new Motion();
    const worm = new Worm(document.body);
    const heard = [[0, 10], [2000, 40], [5000, -30]].map(([at, value]) => ({ at, ...curve({ value, decayRate: 0.2 }) }));
    for (const { at, ...each } of heard) {
      worm.record(motion, at);
      motion.follow(each, at);
    }
    worm.record(motion, 9000);
    worm.draw(motion.at(9000).value, 9000);
    const points = lineOf(worm);
    equal(points.at(-1), [0, Number(motion.at(9000).value.toFixed(2))]);
    let exact = 0;
    for (const [seconds, value] of points) {
      const at = 9000 + 1000 * seconds;
      const last = heard.filter((each) => each.at <= at).at(-1);
      if (at >= last.at + 300) {
        near(value, decayed(last, (at - last.at) / 1000).value, 0.5);
        exact++;
      }
    }
    holds(exact > 80, `only ${exact} points are old enough to be exact`);
  },
  "what was not known is a gap in the line, not a line"() {
    const motion = new Motion();
    const worm = new Worm(document.body);
    motion.follow(curve({ value: 50 }), 0, true);
    worm.record(motion, 0);
    worm.record(motion, 1000);
    motion.freeze(1000);
    worm.record(motion, 4000);
    motion.thaw(4000);
    worm.record(motion, 4000);
    worm.record(motion, 6000);
    worm.draw(motion.at(6000).value, 6000);
    holds(lineOf(worm).every(([seconds]) => seconds <= -4.99 || seconds >= -2.01), "there is a point between -5 and -2 s");
    equal([drawingOf(worm).match(/M/g).length], [2]);
  },
  "a level line from edge to edge is at rest, and nothing older than its span is kept"() {
    const motion = new Motion();
    const worm = new Worm(document.body);
    motion.follow(curve({ value: 20 }), 0, true);
    for (let now = 0; now <= 200_000; now += 1000) {
      worm.record(motion, now);
      equal([now, worm.isLevel(20, now)], [now, now >= 60_000]);
    }
    worm.draw(20, 200_000);
    holds(lineOf(worm).length < 1000 && lineOf(worm)[0][0] > -61, `${lineOf(worm).length} points from ${lineOf(worm)[0][0]} s`);
    motion.follow(curve({ value: 25 }), 200_000);
    worm.record(motion, 201_000);
    equal([worm.isLevel(25, 201_000)], [false]);
  },
  "the query wins over the settings, and what is not valid is ignored"() {
    const settings = { question: "Jump?", numbers: "votes", hint: "always", effects: "full", forLabel: "Yes" };
    const asked = dressOf(readLook(new URLSearchParams("question=Stay%3F&numbers=percent&hint=off&effects=off")), settings);
    equal([asked.question, asked.numbers, asked.hint, asked.effects], ["Stay?", "percent", "off", "off"]);
    const wrong = dressOf(readLook(new URLSearchParams(`question=${"x".repeat(121)}&numbers=2&hint=1&effects=&for=url(x)`)), settings);
    equal([wrong.question, wrong.numbers, wrong.hint, wrong.effects], ["Jump?", "votes", "always", "full"]);
  },
  "a server that sends no newer settings gets the plain bar"() {
    const plain = dressOf(readLook(new URLSearchParams()), {});
    equal([plain.question, plain.numbers, plain.hint, plain.effects, plain.mode], ["", "none", "off", "off", "combined"]);
    equal([dressOf(readLook(new URLSearchParams("numbers=1")), {}).numbers], ["strength"]);
  },
  "mode and layout come from the settings at once, and the query wins"() {
    const dress = (query, settings) => dressOf(readLook(new URLSearchParams(query)), settings);
    const own = dress("", { mode: "worm", layout: "vertical" });
    equal([own.mode, own.layout, own.span], ["worm", "vertical", 60]);
    const asked = dress("mode=split&layout=compact&span=120", { mode: "worm", layout: "vertical" });
    equal([asked.mode, asked.layout, asked.span], ["split", "compact", 120]);
    const wrong = dress("mode=snake&layout=round&span=90", { mode: "spiral", layout: "round" });
    equal([wrong.mode, wrong.layout, wrong.span], ["combined", "horizontal", 60]);
  },
  "labels count characters, not units"() {
    const label = "\u{1F600}".repeat(40);
    equal([readLook(new URLSearchParams({ forLabel: label })).forLabel, readLook(new URLSearchParams({ forLabel: `${label}x` })).forLabel], [label, undefined]);
  },
  "every scale is drawn within its bounds from any step"() {
    for (const scale of SCALES) {
      const motion = new Motion();
      motion.follow(curve({ scale, value: -100, against: 1000 }), 0, true);
      motion.follow(curve({ scale, value: 100, for: 1000 }), 0);
      for (let t = 0; t < 400; t += FRAME) {
        holds(Math.abs(motion.at(t).value) <= 100, `${scale} at ${t}`);
      }
    }
  },
};

/** From -100 to 100 at 0 ms. */
function stepped() {
  const motion = new Motion();
  motion.follow(curve({ value: -100 }), 0, true);
  motion.follow(curve({ value: 100 }), 0);
  return motion;
}

/** A reproducible source of numbers in [0, 1). */
function randoms(seed) {
  let state = seed;
  return () => (state = (state * 1103515245 + 12345) % 2 ** 31) / 2 ** 31;
}

/**
 * 20 s of 100 votes a second, of which a share is for, each pushing by the default 10 at the default decay rate, heard in ticks of 50 ms, of which
 * a part comes a tick late. Answers the largest step of a frame at 60 Hz, and how far from the law the bar is 300 ms after the last.
 */
function crowd({ scale, share, late }) {
  const random = randoms(1);
  const motion = new Motion();
  let heard = curve({ scale, decayRate: 0.2 });
  let heardAt = 0;
  let due = 50;
  let largest = 0;
  motion.follow(heard, 0, true);
  for (let frame = 0; frame * FRAME < 20_000; frame++) {
    const now = frame * FRAME;
    if (due <= now) {
      const left = decayed(heard, (due - heardAt) / 1000);
      const next = { ...heard, value: left.value, for: left.for, against: left.against };
      for (let vote = 0; vote < (due - heardAt) / 10; vote++) {
        const side = random() < share ? "for" : "against";
        next[side]++;
        next.value = Math.min(100, Math.max(-100, next.value + (side === "for" ? 10 : -10)));
      }
      motion.follow(next, due);
      heard = next;
      heardAt = due;
      due += random() < late ? 100 : 50;
    }
    largest = Math.max(largest, Math.abs(motion.at(now).value - motion.at(now - FRAME).value));
  }
  return { largest, left: motion.at(heardAt + 300).value - decayed(heard, 0.3).value };
}

function drawingOf(worm) {
  return worm.element.querySelector(".line").getAttribute("d");
}

/** The points of a worm's line, as pairs of seconds from now and a value. */
function lineOf(worm) {
  return drawingOf(worm)
    .split(/[ML]/)
    .filter(Boolean)
    .map((point) => point.split(" ").map(Number))
    .map(([seconds, down]) => [seconds, -down]);
}

function holds(condition, otherwise) {
  if (!condition) {
    throw new Error(otherwise);
  }
}

function near(actual, expected, within) {
  holds(Math.abs(actual - expected) <= within, `${actual} is not within ${within} of ${expected}`);
}

function equal(actual, expected) {
  holds(JSON.stringify(actual) === JSON.stringify(expected), `${JSON.stringify(actual)} is not ${JSON.stringify(expected)}`);
}

/** Runs all tests and answers a line for each: its name, and what failed. */
export function run() {
  return Object.entries(TESTS).map(([name, test]) => {
    try {
      test();
      return `passed: ${name}`;
    } catch (error) {
      return `failed: ${name}: ${error.message}`;
    }
  });
}
