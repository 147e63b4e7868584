/**
 * What a chart shows besides the value, drawn with the canvas of uPlot: bars of votes, the time of pauses, and a mark for each reset.
 *
 * @param data () => what the chart was given
 * @param colours () => {pro, contra, ink, dim, line}
 */
export function marks(data, colours) {
  return {
    drawAxes: [(chart) => inside(chart, (pen) => pauses(chart, pen, data(), colours()))],
    draw: [
      (chart) => inside(chart, (pen) => {
        votes(chart, pen, data(), colours());
        resets(chart, pen, data(), colours());
      }),
    ],
  };
}

/** Bars no thinner than this, in CSS pixels, or a chart of 12 hours is a haze. */
const BAR = 4;

function inside(chart, draw) {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  draw(ctx);
  ctx.restore();
}

function x(chart, millis) {
  return chart.valToPos(millis / 1000, "x", true);
}

function pauses(chart, pen, { spans }, { line, dim }) {
  const { bbox } = chart;
  for (const [from, to] of spans) {
    const left = x(chart, from);
    const width = x(chart, to) - left;
    pen.globalAlpha = 0.45;
    pen.fillStyle = line;
    pen.fillRect(left, bbox.top, width, bbox.height);
    written(pen, dim);
    if (pen.measureText("paused").width < width) {
      pen.fillText("paused", left + 2 * devicePixelRatio, bbox.top + bbox.height - 3 * devicePixelRatio);
    }
  }
}

function written(pen, colour) {
  pen.globalAlpha = 1;
  pen.fillStyle = colour;
  pen.font = `600 ${11 * devicePixelRatio}px system-ui, sans-serif`;
  pen.textAlign = "left";
  pen.textBaseline = "bottom";
}

/** Votes for hang from the head of the chart, votes against stand on its foot: on their sides, and out of the value's way. */
function votes(chart, pen, { points, bucketMillis }, { pro, contra }) {
  if (points.length < 2) {
    return;
  }
  const { bbox } = chart;
  const pixels = devicePixelRatio;
  const one = x(chart, points[0].at + bucketMillis) - x(chart, points[0].at);
  const group = Math.max(1, Math.ceil((BAR * pixels) / one));
  const sums = [];
  for (let i = 0; i < points.length; i += group) {
    const some = points.slice(i, i + group);
    sums.push({ at: some[0].at, pro: total(some, "for"), contra: total(some, "against") });
  }
  const most = Math.max(5, ...sums.map((sum) => Math.max(sum.pro, sum.contra)));
  const unit = (bbox.height * 0.22) / most;
  const width = Math.max(1, group * one - pixels);
  pen.globalAlpha = 0.55;
  for (const sum of sums) {
    const left = x(chart, sum.at);
    pen.fillStyle = pro;
    pen.fillRect(left, bbox.top, width, sum.pro * unit);
    pen.fillStyle = contra;
    pen.fillRect(left, bbox.top + bbox.height - sum.contra * unit, width, sum.contra * unit);
  }
}

function total(points, side) {
  return points.reduce((sum, point) => sum + point[side], 0);
}

function resets(chart, pen, { events }, { ink }) {
  const { bbox } = chart;
  const pixels = devicePixelRatio;
  written(pen, ink);
  pen.strokeStyle = ink;
  pen.lineWidth = pixels;
  pen.setLineDash([4 * pixels, 3 * pixels]);
  let free = -Infinity;
  for (const { at } of events.filter(({ type }) => type === "reset")) {
    const left = Math.round(x(chart, at));
    pen.beginPath();
    pen.moveTo(left, bbox.top);
    pen.lineTo(left, bbox.top + bbox.height);
    pen.stroke();
    if (left > free) {
      const words = "reset";
      pen.fillText(words, left + 4 * pixels, bbox.top + bbox.height / 2 - 3 * pixels);
      free = left + pen.measureText(words).width + 10 * pixels;
    }
  }
}
