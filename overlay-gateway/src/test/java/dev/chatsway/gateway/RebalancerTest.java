package dev.chatsway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.typesafe.config.ConfigFactory;
import dev.chatsway.redis.presence.InstanceDirectory.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RebalancerTest {
  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private final Rebalancer rebalancer =
      new Rebalancer(new RebalanceSettings(10, 100, 1.25, Duration.ofMinutes(1)));

  @Test
  void theDefaults() {
    assertThat(RebalanceSettings.from(ConfigFactory.load()))
        .isEqualTo(new RebalanceSettings(10, 100, 1.25, Duration.ofMinutes(1)));
  }

  @Test
  void everyKeyReachesItsSetting() {
    assertThat(settings("clients-per-second = 3, least-clients = 4, above = 1.5, rest = 6s"))
        .isEqualTo(new RebalanceSettings(3, 4, 1.5, Duration.ofSeconds(6)));
  }

  @ParameterizedTest
  @CsvSource({
    "clients-per-second, 1001, 1001 is not within 0 to 1000",
    "least-clients, 1, 1 is not within 2 to 1000000",
    "above, 1, 1.0 is not within 1.05 to 100.0",
    "above, NaN, NaN is not within 1.05 to 100.0",
    "rest, 999ms, 999 ms is not within 1000 to 3600000"
  })
  void aValueOutOfRangeIsRefusedByName(String key, String value, String message) {
    assertThatThrownBy(() -> settings(key + " = " + value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("chatsway.gateway.rebalance." + key + ": " + message);
  }

  @Test
  void anInstanceAsksForWhatItHasAboveTheMean() {
    assertThat(rebalancer.share(200, instances(200, 0), NOW)).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void aRoundAsksNoMoreThanAMinuteAllows() {
    assertThat(rebalancer.share(12_000, instances(12_000, 0, 0), NOW))
        .isCloseTo(600 / 12_000.0, within(1e-9));
  }

  @Test
  void nobodyIsAskedWhereThereIsNothingToEvenOut() {
    assertThat(rebalancer.share(99, instances(99, 0), NOW)).isZero(); // too few
    assertThat(rebalancer.share(125, instances(125, 75), NOW)).isZero(); // not above 1.25
    assertThat(rebalancer.share(500, instances(500), NOW)).isZero(); // nobody else
    assertThat(rebalancer.share(500, List.of(), NOW)).isZero();
    var ingest = new Entry("b:1", "1", List.of("ingest"), LONG_AGO, 0, 0);
    assertThat(rebalancer.share(500, List.of(instances(500).get(0), ingest), NOW))
        .isZero();
  }

  @Test
  void nobodyIsAskedWhileInstancesAreRestarted() {
    var instances = new ArrayList<>(instances(200, 0));
    instances.add(new Entry("new:1", "1", List.of("gateway"), NOW.minusSeconds(59), 0, 0));

    assertThat(rebalancer.share(200, instances, NOW)).isZero();
    assertThat(rebalancer.share(200, instances, NOW.plusSeconds(1))).isPositive();
  }

  @Test
  void aRestFollowsEachRound() {
    assertThat(rebalancer.share(200, instances(200, 0), NOW)).isPositive(); // 100 in 10 s

    assertThat(rebalancer.share(150, instances(150, 50), NOW.plusSeconds(69))).isZero();
    assertThat(rebalancer.share(150, instances(150, 50), NOW.plusSeconds(70))).isPositive();
  }

  @Test
  void whileRoundsDoNotHelpTheyBecomeRare() {
    var rounds = 0;
    for (var second = 0; second < 24 * 3600; second += 15) {
      if (rebalancer.share(200, instances(200, 0), NOW.plusSeconds(second)) > 0) {
        rounds++;
      }
    }
    assertThat(rounds).isBetween(24, 30); // hourly, after six in the first hour
  }

  private static List<Entry> instances(int... clients) {
    var entries = new ArrayList<Entry>();
    for (var each : clients) {
      entries.add(new Entry("a:" + entries.size(), "1", List.of("gateway"), LONG_AGO, each, each));
    }
    return entries;
  }

  private static RebalanceSettings settings(String lines) {
    return RebalanceSettings.from(
        ConfigFactory.parseString("chatsway.gateway.rebalance {\n" + lines + "\n}")
            .withFallback(ConfigFactory.load()));
  }
}
