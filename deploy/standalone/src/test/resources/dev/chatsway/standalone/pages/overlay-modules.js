import { decayed } from "./law.js";
import { dressOf, readLook } from "./look.js";
import { Motion } from "./motion.js";

const SCALES = ["sum", "share", "auto"];
const FRAME = 1000 / 60;
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
  "at 100 votes a second the busy bar moves less than 8 of 760 pixels a frame"() {
    const motion = new Motion();
    let heard = curve({ scale: "auto", for: 250, against: 250, decayRate: 0.2 });
    motion.follow(heard, 0, true);
    let last = motion.at(0).value;
    let vote = 0;
    for (let tick = 50; tick < 20_000; tick += 50) {
      const left = decayed(heard, 0.05);
      const votesFor = (vote++ * 7919) % 13 < (tick < 10_000 ? 9 : 3) ? 5 : 0;
      heard = { ...heard, for: left.for + votesFor, against: left.against + 5 - votesFor };
      motion.follow(heard, tick);
      for (let frame = 0; frame < 3; frame++) {
        const { value } = motion.at(tick + frame * FRAME);
        holds(Math.abs(value - last) * 3.8 < 8, `${Math.abs(value - last) * 3.8} pixels at ${tick}`);
        last = value;
      }
    }
    near(motion.at(19_950 + 300).value, decayed(heard, 0.3).value, 0.5);
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
