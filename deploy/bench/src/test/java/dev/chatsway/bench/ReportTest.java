package dev.chatsway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class ReportTest {

  @Test
  void theMiddleOneOfEachFigureIsTheMedianOfItsKind() {
    var reports =
        List.of(report("a", 3, 10), report("b", 7, 7), report("a", 1, 30), report("a", 2, 20));

    assertThat(Report.medians(reports))
        .singleElement()
        .extracting(Report::json)
        .isEqualTo("{\"bench\":\"x\",\"kind\":\"a\",\"median_of\":3,\"one\":2,\"two\":20}");
  }

  @Test
  void theMedianOfAnEvenNumberIsHalfwayBetweenTheTwoInTheMiddle() {
    var median = Report.medians(List.of(report("a", 1, 8), report("a", 2, 4)));

    assertThat(median)
        .singleElement()
        .satisfies(report -> assertThat(report.figure("one")).isEqualTo(1.5))
        .satisfies(report -> assertThat(report.figure("two")).isEqualTo(6));
  }

  @Test
  void aSingleResultHasNoMedian() {
    assertThat(Report.medians(List.of(report("a", 1, 2), report("b", 1, 2)))).isEmpty();
  }

  @Test
  void percentilesOfNanosecondsAreWrittenInMilliseconds() {
    var nanos = new Histogram(3);
    for (int i = 1; i <= 100; i++) {
      nanos.recordValue(i * 1_000_000L);
    }

    var report = new Report("x").millis("tick", nanos);

    assertThat(report.figure("tick_p50_ms")).isBetween(50.0, 50.1);
    assertThat(report.figure("tick_p99_ms")).isBetween(99.0, 99.2);
    assertThat(report.figure("tick_max_ms")).isBetween(100.0, 100.2);
    assertThat(report.json()).contains("\"tick_p99.9_ms\":");
  }

  private static Report report(String kind, double one, double two) {
    return new Report("x").given("kind", kind).with("one", one).with("two", two);
  }
}
