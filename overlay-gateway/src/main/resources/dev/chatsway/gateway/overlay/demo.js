import { decayed } from "./law.js";

const SETTINGS = {
  forLabel: "For",
  againstLabel: "Against",
  forTrigger: "1",
  againstTrigger: "2",
  mode: "combined",
  theme: "dark",
  scale: "sum",
  numbers: "percent",
  hint: "auto",
  effects: "full",
  paused: false,
};
const DECAY_RATE = 0.2;
const VOTE = 6;

/**
 * Plays a chat whose mood swings, in the messages of `chatsway.v2` and without any server, so that a look can be placed and tried.
 *
 * @return the listener of a connection: where there is a server, the session's own words and look are shown
 */
export function playDemo(listener) {
  let curve = { value: 35, for: 14, against: 8, forVotes: 128, againstVotes: 97, decayRate: DECAY_RATE, scale: SETTINGS.scale };
  let since = performance.now();
  let revision = 0;
  const send = () => listener.message({ type: "value", ...curve, revision: ++revision });
  const vote = () => {
    const now = performance.now();
    const sign = Math.random() < 0.5 + 0.35 * Math.sin(now / 4000) ? 1 : -1;
    const left = decayed(curve, (now - since) / 1000);
    since = now;
    curve = {
      ...curve,
      value: Math.min(100, Math.max(-100, left.value + sign * VOTE)),
      for: left.for + (sign > 0 ? 1 : 0),
      against: left.against + (sign < 0 ? 1 : 0),
      forVotes: curve.forVotes + (sign > 0 ? 1 : 0),
      againstVotes: curve.againstVotes + (sign < 0 ? 1 : 0),
    };
    send();
    setTimeout(vote, 80 + Math.random() * 500);
  };
  listener.state("live");
  listener.message({ type: "hello", settings: SETTINGS });
  send();
  setTimeout(vote, 500);
  return {
    state() {},
    message({ settings }) {
      if (settings) {
        listener.message({ type: "settings", settings: { ...settings, scale: SETTINGS.scale, paused: false } });
      }
    },
  };
}
