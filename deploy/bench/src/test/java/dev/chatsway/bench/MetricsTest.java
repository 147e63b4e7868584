package dev.chatsway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MetricsTest {

  private static final Metrics BEFORE = page(10, 12, 12);
  private static final Metrics AFTER = page(20, 111, 112);

  @Test
  void theDifferenceOfTwoLooksIsWhatCameBetween() {
    var between = AFTER.buckets("tick").since(BEFORE.buckets("tick"));

    assertThat(between.counts()).containsExactly(10.0, 99.0, 100.0);
    assertThat(between.total()).isEqualTo(100);
  }

  @Test
  void aPercentileIsAtMostTheLimitOfItsBucket() {
    var between = AFTER.buckets("tick").since(BEFORE.buckets("tick"));

    assertThat(between.atMost(10)).isEqualTo(0.001);
    assertThat(between.atMost(11)).isEqualTo(0.05);
    assertThat(between.atMost(99)).isEqualTo(0.05);
    assertThat(between.atMost(100)).isInfinite();
  }

  @Test
  void whereNothingCameThereIsNoPercentile() {
    assertThat(AFTER.buckets("tick").since(AFTER.buckets("tick")).atMost(99)).isZero();
    assertThat(AFTER.buckets("tock").atMost(99)).isZero();
  }

  @Test
  void aHistogramThatWasNotThereBeforeBeganAtZero() {
    var all = AFTER.buckets("tick");

    assertThat(all.since(BEFORE.buckets("tock"))).isEqualTo(all);
  }

  @Test
  void bucketsOfAnotherHistogramCannotBeTakenAway() {
    var other = new Buckets(List.of(1.0), List.of(1.0));

    assertThatThrownBy(() -> AFTER.buckets("tick").since(other))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSampleIsSummedOverItsLabels() {
    var page = new Metrics(
        "# HELP votes_total Votes\nvotes_total{a=\"x\"} 2.0\nvotes_total{a=\"y\"} 3.0\nvotes_total_other 9.0\n");

    assertThat(page.sum("votes_total")).isEqualTo(5);
    assertThat(page.sum("none")).isZero();
  }

  private static Metrics page(int first, int second, int all) {
    return new Metrics(
        "# TYPE tick histogram\ntick_bucket{le=\"0.001\"} %s\ntick_bucket{le=\"0.05\"} %s\ntick_bucket{le=\"+Inf\"} %s\ntick_count %s\n"
            .formatted(first, second, all, all));
  }
}
