package dev.chatsway.bench;

import java.util.List;
import java.util.Locale;

/** One panel of a {@link Chart}: lines over two linear axes that begin at 0. */
record Plot(String title, String xLabel, String yLabel, List<Line> lines) {

  /** What one line shows: its points from left to right, and how it is told from the others, for every eye. */
  record Line(String name, List<Point> points) {}

  record Point(double x, double y) {}

  /** Okabe and Ito's colours, which the colour-blind can tell apart too; on white they are dark enough for a line. */
  private static final List<String> COLOURS = List.of("#0072B2", "#D55E00", "#009E73");

  private static final List<String> MARKS = List.of(
      "<circle cx=\"%1$.1f\" cy=\"%2$.1f\" r=\"4\" fill=\"%3$s\"/>\n",
      "<path d=\"M%1$.1f %2$.1fm-4 -4h8v8h-8z\" fill=\"%3$s\"/>\n",
      "<path d=\"M%1$.1f %2$.1fm0 -5l5 9h-10z\" fill=\"%3$s\"/>\n");

  static final int WIDTH = 440;
  static final int HEIGHT = 320;
  private static final int LEFT = 64;
  private static final int RIGHT = 24;
  private static final int TOP = 72;
  private static final int BOTTOM = 52;
  private static final int LEGEND_STEP = 170;

  /** As SVG, its upper left corner at (0, 0). */
  String svg() {
    var svg = new StringBuilder();
    Axis x = Axis.upTo(greatest(true));
    Axis y = Axis.upTo(greatest(false));
    text(svg, LEFT, 26, "start", "title", title);
    y.ticks().forEach(tick -> {
      double at = y(y, tick);
      add(svg, "<path d=\"M%d %.1fH%d\" class=\"grid\"/>\n", LEFT, at, WIDTH - RIGHT);
      text(svg, LEFT - 8, at + 4, "end", "tick", y.label(tick));
    });
    x.ticks().forEach(tick -> {
      double at = x(x, tick);
      add(svg, "<path d=\"M%.1f %dv5\" class=\"axis\"/>\n", at, HEIGHT - BOTTOM);
      text(svg, at, HEIGHT - BOTTOM + 20, "middle", "tick", x.label(tick));
    });
    add(svg, "<path d=\"M%d %dH%d\" class=\"axis\"/>\n", LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT);
    text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10, "middle", "label", xLabel);
    add(svg, "<g transform=\"translate(16 %.1f) rotate(-90)\">\n", (TOP + HEIGHT - BOTTOM) / 2.0);
    text(svg, 0, 0, "middle", "label", yLabel);
    svg.append("</g>\n");
    for (int i = 0; i < lines.size(); i++) {
      line(svg, x, y, i);
    }
    return svg.toString();
  }

  private void line(StringBuilder svg, Axis x, Axis y, int number) {
    Line line = lines.get(number);
    String colour = COLOURS.get(number);
    String mark = MARKS.get(number);
    var path = new StringBuilder();
    for (Point point : line.points) {
      add(path, "%s%.1f %.1f", path.isEmpty() ? "M" : "L", x(x, point.x), y(y, point.y));
    }
    add(svg, "<path d=\"%s\" class=\"line\" stroke=\"%s\"/>\n", path, colour);
    line.points.forEach(point -> add(svg, mark, x(x, point.x), y(y, point.y), colour));
    double legend = LEFT + 6.0 + number * LEGEND_STEP;
    add(svg, mark, legend, 48.0, colour);
    text(svg, legend + 10, 52, "start", "label", line.name);
  }

  private double greatest(boolean ofX) {
    return lines.stream()
        .flatMap(line -> line.points.stream())
        .mapToDouble(point -> ofX ? point.x : point.y)
        .max()
        .orElse(1);
  }

  private static double x(Axis axis, double value) {
    return LEFT + axis.share(value) * (WIDTH - LEFT - RIGHT);
  }

  private static double y(Axis axis, double value) {
    return HEIGHT - BOTTOM - axis.share(value) * (HEIGHT - TOP - BOTTOM);
  }

  private static void text(
      StringBuilder svg, double x, double y, String anchor, String kind, String text) {
    add(
        svg,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">%s</text>\n",
        x,
        y,
        anchor,
        kind,
        Chart.escaped(text));
  }

  private static void add(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}
