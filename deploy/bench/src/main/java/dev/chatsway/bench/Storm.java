package dev.chatsway.bench;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * All clients are dropped at once, and each comes back at a random moment of some seconds, while one client of every session
 * stays, so that they all tick.
 *
 * @param stay the paths of those that stay
 * @param within seconds in which all come back; 0: all at once
 */
record Storm(Instance instance, Redis redis, List<String> stay, int within) {

  private static final int FIRST_VALUES_SECONDS = 60;
  private static final int SETTLE_MILLIS = 3_000;
  private static final double MILLIS = 1_000;
  static final String EACH = "server_us_per_handshake";

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
        here = again(instance, here, paths).load();
      }
      Thread.sleep(SETTLE_MILLIS); // all tick
      var before = instance.metrics();
      var usage = Usage.of(instance, redis);
      try (var again = again(instance, here, paths)) {
        double seconds = usage.seconds();
        again.awaitValues();
        double withValues = usage.seconds();
        double each = usage.cpu("server") * 1e6 / paths.size();
        var report = usage.into(new Report("connect storm")
            .given("clients", paths.size())
            .given("sessions", stay.size())
            .given("within_seconds", within)
            // by the server's own histogram: the upper bound of the bucket that it is in
            .given("ticks_are", "at most")
            .with("all_connected_seconds", seconds)
            .with("all_have_a_value_seconds", withValues)
            // what else the server does meanwhile, such as ticks, included
            .with(EACH, each));
        var after = instance.metrics();
        var ticks = after.buckets(Metrics.TICK).since(before.buckets(Metrics.TICK));
        return report
            .with("connected", after.sum("chatsway_broadcaster_clients"))
            .with("refused", again.load().refused())
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

  /** @param values counts down to 0 as the clients get their first value */
  private record Back(WebSocketLoad load, CountDownLatch values) implements AutoCloseable {
    void awaitValues() throws IOException, InterruptedException {
      if (!values.await(FIRST_VALUES_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException(values.getCount() + " clients have not got a value");
      }
    }

    @Override
    public void close() {
      load.close();
    }
  }

  /** What the same handshakes cost the JVM's floor. */
  double floor(List<String> paths, int earlier) throws IOException, InterruptedException {
    try (var floor = Instance.startMain(FloorServer.class)) {
      WebSocketLoad here = ConnectBench.load(floor);
      here.connect(paths);
      for (int i = 0; i < earlier; i++) {
        here = again(floor, here, paths).load();
      }
      var usage = Usage.of(floor, redis);
      try (var again = again(floor, here, paths)) {
        again.awaitValues();
        return usage.cpu("server") * 1e6 / paths.size();
      }
    }
  }

  private Back again(Instance server, WebSocketLoad clients, List<String> paths)
      throws IOException, InterruptedException {
    clients.close();
    var values = new CountDownLatch(paths.size());
    var have = new BitSet(); // the load's thread's own
    var load =
        new WebSocketLoad(server.port(), "chatsway.v2", (client, buffer, from, length, now) -> {
          if (!have.get(client) && LatencyRun.revision(buffer, from, length) >= 0) {
            have.set(client);
            values.countDown();
          }
        });
    var random = new Random(11);
    load.connect(paths, client -> (long) (random.nextDouble() * within * 1e9));
    return new Back(load, values);
  }
}
