import { Worm } from "./worm.js";

/** The elements of a bar: both sides' words and a place for the state between them, then the rail (combined), the line (worm) and the two tracks (split). */
export function buildParts(bar) {
  const panel = add(bar, "div", "panel");
  const question = add(panel, "bdi", "question");
  question.dir = "auto";
  const heading = add(panel, "div", "heading");
  const sideFor = side(heading, "for");
  add(heading, "chatsway-state");
  const sideAgainst = side(heading, "against");
  const field = add(panel, "div", "field");
  const rail = add(field, "div", "rail");
  const worm = new Worm(field);
  const forTrack = add(panel, "div", "track for");
  const againstTrack = add(panel, "div", "track against");
  const rope = add(field, "div", "rope");
  add(rope, "div", "knob");
  const hows = [how(field, "for"), how(field, "against"), how(panel, "for"), how(panel, "against")];
  return {
    question,
    forHows: [hows[0], hows[2]],
    againstHows: [hows[1], hows[3]],
    field,
    rail,
    worm,
    rope,
    forPart: add(rail, "div", "fill for"),
    againstPart: add(rail, "div", "fill against"),
    forTrack,
    againstTrack,
    forLength: add(forTrack, "div", "fill for"),
    againstLength: add(againstTrack, "div", "fill against"),
    forLabel: sideFor.label,
    forCount: sideFor.count,
    forStrength: sideFor.strength,
    forPercent: sideFor.percent,
    againstLabel: sideAgainst.label,
    againstCount: sideAgainst.count,
    againstStrength: sideAgainst.strength,
    againstPercent: sideAgainst.percent,
  };
}

function side(heading, name) {
  const whole = add(heading, "div", `side ${name}`);
  const title = add(whole, "div", "title");
  add(title, "span", "chip");
  const label = add(title, "bdi", "label");
  label.dir = "auto";
  return { label, count: add(whole, "span", "count"), strength: add(whole, "span", "strength"), percent: add(whole, "span", "percent") };
}

/** How to vote for a side: `type`, its trigger and where, on a chip at the end of the side. Returns the places of the trigger and of where. */
function how(parent, name) {
  const chip = add(parent, "div", `how ${name}`);
  add(chip, "span").textContent = "type ";
  return { trigger: add(chip, "bdi", "trigger"), where: add(chip, "span") };
}

function add(parent, tag, className = "") {
  const element = document.createElement(tag);
  element.className = className;
  parent.append(element);
  return element;
}
