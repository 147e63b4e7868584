package dev.chatsway.standalone.faults;

import dev.chatsway.standalone.e2e.Site;
import java.io.IOException;

/** What {@code /metrics} of an instance says at one moment. */
public record Metrics(String text) {

  public static Metrics of(String url) throws IOException, InterruptedException {
    return new Metrics(Site.at(url).get("/metrics").body());
  }

  /** A sample, the sum over its labels; one label can be asked for, as in {@code name{le="0.05"}}. */
  public double sum(String name) {
    return text.lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** The share of ticks since {@code before} that took no longer than 50 ms; one that was skipped took longer. */
  double ticksInTime(Metrics before) {
    var name = "chatsway_broadcaster_tick_seconds_";
    var inTime = sum(name + "bucket{le=\"0.05\"}") - before.sum(name + "bucket{le=\"0.05\"}");
    return inTime / ticks(before);
  }

  /** How many ticks there were since {@code before}, those that were skipped too. */
  double ticks(Metrics before) {
    return ticks() - before.ticks();
  }

  private double ticks() {
    return sum("chatsway_broadcaster_tick_seconds_count")
        + sum("chatsway_broadcaster_ticks_skipped_total");
  }
}
