package dev.chatsway.bench;

import dev.chatsway.bench.Instance.Bar;
import dev.chatsway.standalone.ChatswayCommand;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the server spends on frames: CPU of its process alone, by the kernel's account. */
@Command(
    name = "fanout",
    description =
        "Server CPU a frame, default protocol; with --protocol v2 also against it, under votes.",
    mixinStandardHelpOptions = true)
final class FanoutBench implements ChatswayCommand {

  private static final String V2 = "chatsway.v2";

  @Option(names = "--clients", description = "WebSockets (${DEFAULT-VALUE}).")
  private int clients = 2_000;

  @Option(names = "--sessions", description = "Sessions that they share (${DEFAULT-VALUE}).")
  private int sessions = 2_000;

  @Option(
      names = "--seconds",
      description = "Seconds that are measured, after as many that are not (${DEFAULT-VALUE}).")
  private int seconds = 10;

  @Option(names = "--protocol", description = "default or v2 (${DEFAULT-VALUE}).")
  private String protocol = "default";

  @Option(
      names = "--votes-per-second",
      description = "Votes with --protocol v2, entering at another process (${DEFAULT-VALUE}).")
  private int votesPerSecond = 300;

  @Override
  public Integer call() throws IOException, InterruptedException {
    boolean v2 = protocol.equals("v2");
    try (var redis = new Redis();
        var instance = Instance.start(redis.url())) {
      List<Bar> bars = instance.bars(sessions, "{\"debounceMillis\":0}");
      List<String> paths = IntStream.range(0, clients)
          .mapToObj(i -> bars.get(i % sessions).socketPath())
          .toList();
      if (v2) {
        try (var ingest = Instance.start(redis.url());
            var votes = new VoteStream(ingest.port(), bars, votesPerSecond)) {
          double base = measure(instance, paths, null, "default")
              .with("votes_per_second", votes.rate())
              .cores();
          measure(instance, paths, V2, "v2")
              .with("votes_per_second", votes.rate())
              .against(base)
              .print();
        }
      } else {
        measure(instance, paths, null, "default").print();
      }
    }
    return 0;
  }

  private Measured measure(
      Instance instance, List<String> paths, @Nullable String subprotocol, String name)
      throws IOException, InterruptedException {
    try (var load = new WebSocketLoad(
        instance.port(), subprotocol, (client, buffer, from, length, now) -> {})) {
      load.connect(paths);
      Thread.sleep(seconds * 1_000L); // warms up
      double cpu = Processes.cpuSeconds(instance.pid());
      long frames = load.frames();
      long start = System.nanoTime();
      Thread.sleep(seconds * 1_000L); // is measured
      double took = (System.nanoTime() - start) / 1e9;
      cpu = Processes.cpuSeconds(instance.pid()) - cpu;
      frames = load.frames() - frames;
      var report = new Report("fanout")
          .with("protocol", name)
          .with("clients", clients)
          .with("sessions", sessions)
          .with("seconds", took)
          .with("frames_per_second", frames / took)
          .with("server_cores", cpu / took)
          .with("server_us_per_frame", frames == 0 ? 0 : cpu * 1e6 / frames)
          .with("server_resident_kib", Processes.residentKib(instance.pid()))
          .with("closed", load.closed());
      return new Measured(report, cpu / took);
    }
  }

  private record Measured(Report report, double serverCores) {
    Measured with(String name, double value) {
      report.with(name, value);
      return this;
    }

    Measured against(double baseCores) {
      report.with("cores_of_default", baseCores).with("ratio", serverCores / baseCores);
      return this;
    }

    double cores() {
      print();
      return serverCores;
    }

    void print() {
      report.print();
    }
  }
}
