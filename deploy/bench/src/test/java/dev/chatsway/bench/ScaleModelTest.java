package dev.chatsway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** A simulation that has to say for one process what was measured of one. */
final class ScaleModelTest {

  @Test
  void oneProcessIsAsItWasMeasured() {
    var report = scale(10_000, 0, 1, 1); // ADR 0017: 0.014 of a Redis core at rest, itself among it
    assertThat(report.figure("redis_cores_max")).isCloseTo(0.01, within(0.005));
    assertThat(report.figure("tick_ms")).isLessThan(50);
    assertThat(report.json()).contains("\"breaks\":\"\"");
  }

  @Test
  void moreInstancesSpreadClientsAndCostRedisMore() {
    var one = scale(10_000, 100, 1, 1);
    var ten = scale(10_000, 100, 10, 1);
    assertThat(ten.figure("clients_max")).isBetween(1_000.0, 1_150.0);
    assertThat(ten.figure("redis_cores_max")).isGreaterThan(one.figure("redis_cores_max"));
    assertThat(ten.figure("instance_dies_not_back_in_60_s")).isZero();
    assertThat(ten.figure("instance_dies_back_p50_s")).isBetween(0.5, 5.0);
  }

  @Test
  void whatIsTooMuchIsNamed() {
    assertThat(scale(13_000, 0, 1, 1).json()).contains("\"breaks\":\"clients\"");
    assertThat(scale(1_000, 30_000, 100, 1).json()).contains("redis cpu");
    assertThat(scale(20_000, 0, 2, 1).figure("instance_dies_not_back_in_60_s"))
        .as("the other takes 12,000")
        .isBetween(7_900.0, 8_100.0);
  }

  private static Report scale(int overlays, double votes, int instances, int primaries) {
    var load = new ScaleModel.Load(overlays, 1, votes, 7);
    return new ScaleModel(load, new ScaleCosts(), instances, primaries).report();
  }
}
