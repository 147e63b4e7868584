package dev.chatsway.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.json.JsonMapper;

/** One result: a JSON object on one line, in the order in which its members were put. */
final class Report {

  private static final double[] PERCENTILES = {50, 90, 99, 99.9, 100};

  private final Map<String, Object> members = new LinkedHashMap<>();

  Report(String bench) {
    members.put("bench", bench);
  }

  Report with(String name, Object value) {
    members.put(name, value instanceof Double number ? rounded(number) : value);
    return this;
  }

  /** Percentiles of a histogram of nanoseconds, in milliseconds. */
  Report millis(String name, Histogram nanos) {
    for (double percentile : PERCENTILES) {
      String label = percentile == 100
          ? "max"
          : "p"
              + (percentile == Math.rint(percentile)
                  ? String.valueOf((int) percentile)
                  : String.valueOf(percentile));
      with(name + "_" + label + "_ms", nanos.getValueAtPercentile(percentile) / 1e6);
    }
    return this;
  }

  void print() {
    System.out.println(JsonMapper.shared().writeValueAsString(members));
    System.out.flush();
  }

  private static double rounded(double number) {
    return Math.round(number * 1_000) / 1_000.0;
  }
}
