import { marks } from "./chart-marks.js";
import { h } from "./dom.js";
import { signed, wallClock } from "./times.js";

// Seconds between two marks of the time, whose labels have no seconds: or the same minute would stand there twice.
const WHOLE_MINUTES = [1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360].map((minutes) => minutes * 60);
const HEIGHT = 240;
const LEAST_RANGE = 25;
/** A chart of less time has room for it at the left, in s: a minute is not drawn as if it were an hour. */
const LEAST_SPAN = 600;

/** The value over time as a picture (uPlot, MIT). It is for eyes only: who shows it says the same in words. */
export class Chart {
  #data = { points: [], events: [], spans: [], clock: wallClock(0, 0), bucketMillis: 10_000 };
  #plot = null;
  #pointed;

  /** `pointed` is told the point under the mouse, or null. */
  constructor(pointed) {
    this.#pointed = pointed;
    this.element = h("div", { class: "chart", "aria-hidden": "true" });
    this.resizing = new ResizeObserver(() => this.#fit());
    this.resizing.observe(this.element);
    this.scheme = matchMedia("(prefers-color-scheme: dark)");
    this.recolour = () => this.#plot?.redraw();
    this.scheme.addEventListener("change", this.recolour);
  }

  /** Shows points {at, value, for, against} and events {at, type}, times in milliseconds as `clock` writes them, and spans of pauses [from, to]. */
  show(data) {
    this.#data = data;
    const columns = [data.points.map(({ at }) => at / 1000), data.points.map(({ value }) => value)];
    if (this.#plot) {
      this.#plot.setData(columns, !this.#isZoomed());
      return;
    }
    this.#plot = new uPlot(this.#options(), columns, this.element);
  }

  stop() {
    this.resizing.disconnect();
    this.scheme.removeEventListener("change", this.recolour);
    this.#plot?.destroy();
    this.#plot = null;
  }

  #isZoomed() {
    const { min, max } = this.#plot.scales.x;
    const [all] = this.#plot.data;
    return min > all[0] || max < all[all.length - 1];
  }

  /** What is chosen with the mouse is shown as it is. */
  #span(first, last) {
    const [all] = this.#plot?.data ?? [[first]];
    return [first <= all[0] ? Math.min(first, last - LEAST_SPAN) : first, last];
  }

  #fit() {
    this.#plot?.setSize({ width: this.element.clientWidth, height: HEIGHT });
  }

  #options() {
    const colours = () => read(this.element);
    const axis = { stroke: () => colours().dim, grid: { stroke: () => colours().line, width: 1 }, ticks: { show: false } };
    return {
      width: this.element.clientWidth,
      height: HEIGHT,
      padding: [8, 8, 0, 0],
      legend: { show: false },
      cursor: { y: false, points: { size: 7 } },
      scales: { x: { range: (_, first, last) => this.#span(first, last) }, y: { range: (_, least, most) => symmetric(least, most) } },
      axes: [
        { ...axis, values: (_, splits) => splits.map((second) => this.#data.clock.time(second * 1000)), incrs: WHOLE_MINUTES, space: () => (this.#data.clock.isChanged ? 130 : 70) },
        { ...axis, values: (_, splits) => splits.map(signed), size: 46, space: 40 },
      ],
      series: [
        {},
        {
          width: 2,
          points: { show: false },
          stroke: (chart) => twoSided(chart, colours(), ["", ""]),
          fill: (chart) => twoSided(chart, colours(), ["55", "10"]),
          fillTo: () => 0,
        },
      ],
      hooks: {
        ...marks(() => this.#data, colours),
        setCursor: [({ cursor }) => this.#pointed(this.#data.points[cursor.idx] ?? null)],
      },
    };
  }
}

/** 0 is always in the middle. */
function symmetric(least, most) {
  const reach = Math.min(100, Math.max(LEAST_RANGE, 1.15 * Math.max(-least || 0, most || 0)));
  return [-reach, reach];
}

/** One colour above 0 and the other below, each as strong at the end and at 0 as the two say (hexadecimal). */
function twoSided({ ctx, bbox }, { pro, contra }, [end, middle]) {
  const gradient = ctx.createLinearGradient(0, bbox.top, 0, bbox.top + bbox.height);
  gradient.addColorStop(0, pro + end);
  gradient.addColorStop(0.5, pro + middle);
  gradient.addColorStop(0.5, contra + middle);
  gradient.addColorStop(1, contra + end);
  return gradient;
}

function read(element) {
  const style = getComputedStyle(element);
  const colour = (name) => style.getPropertyValue(name).trim();
  return { pro: colour("--blue"), contra: colour("--orange"), ink: colour("--ink"), dim: colour("--dim"), line: colour("--line") };
}
