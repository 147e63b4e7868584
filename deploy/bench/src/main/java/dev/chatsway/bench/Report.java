package dev.chatsway.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.AbstractHistogram;
import tools.jackson.databind.json.JsonMapper;

/**
 * One result: a JSON object on one line, in the order in which its members were put. What was given (the bench, its
 * parameters) names the kind of result; the rest was measured.
 */
final class Report {

  private static final Map<String, Double> PERCENTILES = percentiles();

  private final Map<String, Object> given = new LinkedHashMap<>();
  private final Map<String, Object> measured = new LinkedHashMap<>();

  Report(String bench) {
    given("bench", bench);
  }

  /** A parameter: results of one kind have it in common. */
  Report given(String name, Object value) {
    given.put(name, value);
    return this;
  }

  /** A figure. */
  Report with(String name, double value) {
    measured.put(name, rounded(value));
    return this;
  }

  /** A figure that is whole. */
  Report with(String name, long value) {
    measured.put(name, value);
    return this;
  }

  /** Percentiles of a histogram of nanoseconds, in milliseconds. */
  Report millis(String name, AbstractHistogram nanos) {
    PERCENTILES.forEach((label, percentile) ->
        with(name + "_" + label + "_ms", nanos.getValueAtPercentile(percentile) / 1e6));
    return this;
  }

  /** A figure that was measured. */
  double figure(String name) {
    if (measured.get(name) instanceof Number number) {
      return number.doubleValue();
    }
    throw new IllegalArgumentException("no figure '" + name + "' in " + json());
  }

  String json() {
    var members = new LinkedHashMap<>(given);
    members.putAll(measured);
    return JsonMapper.shared().writeValueAsString(members);
  }

  /** For each kind of which there are several, the median of every figure; kinds in the order of their first results. */
  static List<Report> medians(List<Report> reports) {
    var kinds = new LinkedHashMap<Map<String, Object>, List<Report>>();
    reports.forEach(
        report -> kinds.computeIfAbsent(report.given, kind -> new ArrayList<>()).add(report));
    return kinds.values().stream()
        .filter(each -> each.size() > 1)
        .map(Report::median)
        .toList();
  }

  private static Report median(List<Report> same) {
    var first = same.get(0);
    var median = new Report("");
    median.given.putAll(first.given);
    median.given("median_of", same.size());
    first.measured.keySet().forEach(name -> median.with(name, medianOf(name, same)));
    return median;
  }

  private static double medianOf(String name, List<Report> same) {
    double[] sorted =
        same.stream().mapToDouble(report -> report.figure(name)).sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** To three decimals; what is whole is written so. */
  private static Number rounded(double number) {
    double rounded = Math.round(number * 1_000) / 1_000.0;
    if (rounded == Math.rint(rounded)) {
      return (long) rounded;
    }
    return rounded;
  }

  private static Map<String, Double> percentiles() {
    var percentiles = new LinkedHashMap<String, Double>();
    percentiles.put("p50", 50.0);
    percentiles.put("p90", 90.0);
    percentiles.put("p99", 99.0);
    percentiles.put("p99.9", 99.9);
    percentiles.put("max", 100.0);
    return percentiles;
  }
}
