package dev.chatsway.bench;

import dev.chatsway.bench.Instance.Bar;
import dev.chatsway.standalone.ChatswayCommand;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What a connection costs: resident memory of the server, right before the first connection (it has started, and made the
 * sessions through its API), and again 5 s after the last; and with {@code --storm} what happens to ticks when all come again.
 */
@Command(
    name = "connect",
    description =
        "Memory of a chatsway.v2 connection, and how fast many are accepted while ticks run.",
    mixinStandardHelpOptions = true)
final class ConnectBench implements ChatswayCommand {

  private static final int SETTLE_MILLIS = 5_000;

  @Mixin
  private Runs runs = new Runs();

  @Option(names = "--clients", description = "Connections (${DEFAULT-VALUE}).")
  private int clients = 5_000;

  @Option(names = "--sessions", description = "Sessions that they share (${DEFAULT-VALUE}).")
  private int sessions = 1_000;

  @Option(
      names = "--storm",
      description =
          "Drop them all and have them come back, while one more client of each session stays.")
  private boolean storm;

  @Option(
      names = "--storm-within",
      description =
          "Seconds in which each comes back at a random moment (${DEFAULT-VALUE}); 0: all at once.")
  private int stormWithin = 5;

  @Option(
      names = "--storms-before",
      description =
          "Storms before the measured one, so that code is compiled as in a running instance (${DEFAULT-VALUE}).")
  private int stormsBefore = 2;

  @Override
  public Integer call() throws IOException, InterruptedException {
    return runs.of(this::run);
  }

  private void run(Results results) throws IOException, InterruptedException {
    try (var redis = new Redis();
        var instance = Instance.start(redis.url())) {
      List<Bar> bars = instance.bars(sessions, "{}");
      List<String> paths = IntStream.range(0, clients)
          .mapToObj(i -> bars.get(i % sessions).socketPath())
          .toList();
      var before = instance.process().residentKib();
      try (var load = load(instance)) {
        long start = System.nanoTime();
        load.connect(paths);
        double seconds = (System.nanoTime() - start) / 1e9;
        Thread.sleep(SETTLE_MILLIS); // nothing to wait for: memory settles
        var after = instance.process().residentKib();
        results.add(new Report("connect")
            .given("clients", clients)
            .given("sessions", sessions)
            .with("all_connected_seconds", seconds)
            .with("resident_kib_before_the_first", before)
            .with("resident_kib_after_the_last", after)
            .with("kib_per_connection", (after - before) / (double) clients)
            .with("refused", load.refused())
            .with("lost", load.lost()));
        if (storm) {
          var again =
              new Storm(instance, redis, bars.stream().map(Bar::socketPath).toList(), stormWithin);
          var report = again.of(load, paths, stormsBefore);
          double floor = again.floor(paths, stormsBefore);
          results.add(report
              .with("floor_us_per_handshake", floor)
              .with("ratio", report.figure(Storm.EACH) / floor));
        }
      }
    }
  }

  static WebSocketLoad load(Instance instance) throws IOException {
    return new WebSocketLoad(
        instance.port(), "chatsway.v2", (client, buffer, from, length, now) -> {});
  }
}
