package dev.chatsway.bench;

import java.util.ArrayList;
import java.util.List;

/** A page of {@code /metrics} (Prometheus's text format). */
record Metrics(String page) {

  static final String TICK = "chatsway_broadcaster_tick_seconds";
  static final String TICKS_SKIPPED = "chatsway_broadcaster_ticks_skipped_total";

  /** The sum of a sample over its labels; 0 if there is none. */
  double sum(String name) {
    return page.lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(Metrics::value)
        .sum();
  }

  /** A histogram that has no labels but its buckets'. */
  Buckets buckets(String name) {
    String start = name + "_bucket{le=\"";
    var limits = new ArrayList<Double>();
    var counts = new ArrayList<Double>();
    page.lines().filter(line -> line.startsWith(start)).forEach(line -> {
      limits.add(limit(line.substring(start.length(), line.indexOf('"', start.length()))));
      counts.add(value(line));
    });
    return new Buckets(List.copyOf(limits), List.copyOf(counts));
  }

  private static double limit(String le) {
    return le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
  }

  private static double value(String line) {
    return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
  }
}
