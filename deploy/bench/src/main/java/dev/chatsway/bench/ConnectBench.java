package dev.chatsway.bench;

import dev.chatsway.bench.Instance.Bar;
import dev.chatsway.standalone.ChatswayCommand;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a connection costs: memory, and the time to take many in. */
@Command(
    name = "connect",
    description =
        "Memory of a chatsway.v2 connection, and how fast many are taken in while ticks run.",
    mixinStandardHelpOptions = true)
final class ConnectBench implements ChatswayCommand {

  private static final int SETTLE_MILLIS = 5_000;

  @Option(names = "--clients", description = "Connections (${DEFAULT-VALUE}).")
  private int clients = 5_000;

  @Option(names = "--sessions", description = "Sessions that they share (${DEFAULT-VALUE}).")
  private int sessions = 1_000;

  @Option(names = "--storm", description = "Drop them all, and connect them all again.")
  private boolean storm;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (var redis = new Redis();
        var instance = Instance.start(redis.url())) {
      List<Bar> bars = instance.bars(sessions, "{}");
      List<String> paths = IntStream.range(0, clients)
          .mapToObj(i -> bars.get(i % sessions).socketPath())
          .toList();
      long before = Processes.residentKib(instance.pid());
      try (var load = load(instance)) {
        double seconds = connect(load, paths);
        Thread.sleep(SETTLE_MILLIS); // nothing to wait for: memory settles
        long after = Processes.residentKib(instance.pid());
        new Report("connect")
            .with("clients", clients)
            .with("sessions", sessions)
            .with("connect_seconds", seconds)
            .with("resident_kib_before", before)
            .with("resident_kib_after", after)
            .with("kib_per_connection", (after - before) / (double) clients)
            .with("closed", load.closed())
            .print();
      }
      if (storm) {
        storm(instance, paths);
      }
    }
    return 0;
  }

  private void storm(Instance instance, List<String> paths)
      throws IOException, InterruptedException {
    double skipped = instance.metric("chatsway_broadcaster_ticks_skipped_total");
    try (var load = load(instance)) {
      double seconds = connect(load, paths);
      new Report("connect storm")
          .with("clients", clients)
          .with("sessions", sessions)
          .with("all_connected_seconds", seconds)
          .with("connected", instance.metric("chatsway_broadcaster_clients"))
          .with("tick_max_ms", instance.metric("chatsway_broadcaster_tick_seconds_max") * 1_000)
          .with(
              "ticks_skipped",
              instance.metric("chatsway_broadcaster_ticks_skipped_total") - skipped)
          .print();
    }
  }

  private static WebSocketLoad load(Instance instance) throws IOException {
    return new WebSocketLoad(
        instance.port(), "chatsway.v2", (client, buffer, from, length, now) -> {});
  }

  private static double connect(WebSocketLoad load, List<String> paths) throws IOException {
    long start = System.nanoTime();
    load.connect(paths);
    return (System.nanoTime() - start) / 1e9;
  }
}
