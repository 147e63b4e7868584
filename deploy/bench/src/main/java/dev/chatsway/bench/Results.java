package dev.chatsway.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Prints each result as it comes, and in the end the medians of those of which there are several. */
final class Results {

  private final List<Report> reports = new ArrayList<>();
  private final PrintStream out;

  Results(PrintStream out) {
    this.out = out;
  }

  Report add(Report report) {
    reports.add(report);
    print(report);
    return report;
  }

  List<Report> add(List<Report> several) {
    several.forEach(this::add);
    return several;
  }

  void medians() {
    Report.medians(reports).forEach(this::print);
  }

  private void print(Report report) {
    out.println(report.json());
    out.flush();
  }
}
