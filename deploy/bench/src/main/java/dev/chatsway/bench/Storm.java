package dev.chatsway.bench;

import java.io.IOException;
import java.util.List;
import java.util.Random;

/**
 * All clients are dropped at once, and each comes back at a random moment within 5 s, while one client of every session stays,
 * so that they all tick.
 *
 * @param stay the paths of those that stay
 */
record Storm(Instance instance, Redis redis, List<String> stay) {

  private static final long WITHIN_NANOS = 5_000_000_000L;
  private static final int SETTLE_MILLIS = 3_000;
  private static final double MILLIS = 1_000;

  /**
   * Of the last of several storms.
   *
   * @param clients that are connected, to be dropped and connected again to their paths
   * @param earlier storms that are not counted
   */
  Report of(WebSocketLoad clients, List<String> paths, int earlier)
      throws IOException, InterruptedException {
    try (var staying = ConnectBench.load(instance)) {
      staying.connect(stay);
      WebSocketLoad here = clients;
      for (int i = 0; i < earlier; i++) {
        here = again(here, paths);
      }
      Thread.sleep(SETTLE_MILLIS); // all tick
      var before = instance.metrics();
      var usage = Usage.of(instance, redis);
      try (var again = again(here, paths)) {
        double seconds = usage.seconds();
        var report = usage.into(new Report("connect storm")
            .given("clients", paths.size())
            .given("sessions", stay.size())
            // by the server's own histogram: the upper bound of the bucket that it is in
            .given("ticks_are", "at most")
            .with("all_connected_seconds", seconds));
        var after = instance.metrics();
        var ticks = after.buckets(Metrics.TICK).since(before.buckets(Metrics.TICK));
        return report
            .with("connected", after.sum("chatsway_broadcaster_clients"))
            .with("refused", again.refused())
            .with("lost", staying.lost())
            .with("ticks", ticks.total())
            .with(
                "ticks_skipped",
                after.sum(Metrics.TICKS_SKIPPED) - before.sum(Metrics.TICKS_SKIPPED))
            .with("tick_p50_ms", ticks.atMost(50) * MILLIS)
            .with("tick_p99_ms", ticks.atMost(99) * MILLIS)
            .with("tick_max_ms", ticks.atMost(100) * MILLIS);
      }
    }
  }

  private WebSocketLoad again(WebSocketLoad clients, List<String> paths)
      throws IOException, InterruptedException {
    var random = new Random(11);
    clients.close();
    var again = ConnectBench.load(instance);
    again.connect(paths, client -> (long) (random.nextDouble() * WITHIN_NANOS));
    return again;
  }
}
