package dev.chatsway.bench;

import dev.chatsway.standalone.ChatswayCommand;
import dev.chatsway.standalone.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How cost grows with sessions, clients and votes: many short measurements, and plots of them. */
@Command(
    name = "growth",
    description = "How cost grows with sessions, clients and votes; draws it too.",
    mixinStandardHelpOptions = true)
final class GrowthBench implements ChatswayCommand {

  private static final int SESSIONS = 1_000;
  private static final int VOTES = 300;

  @Mixin
  private Runs runs = new Runs();

  @Option(names = "--seconds", description = "Seconds of each measurement (${DEFAULT-VALUE}).")
  private int seconds = 8;

  @Option(names = "--sessions", split = ",", description = "Sessions that tick (${DEFAULT-VALUE}).")
  private List<Integer> sessions = List.of(100, 1_000, 3_000, 10_000);

  @Option(names = "--clients", split = ",", description = "WebSockets (${DEFAULT-VALUE}).")
  private List<Integer> clients = List.of(500, 1_000, 2_000, 4_000);

  @Option(names = "--votes", split = ",", description = "Votes a second (${DEFAULT-VALUE}).")
  private List<Integer> votes = List.of(100, 300, 1_000);

  @Option(names = "--plots", description = "A folder for sessions.svg, clients.svg and votes.svg.")
  private @Nullable Path plots;

  @Override
  public Integer call() throws IOException, InterruptedException {
    return runs.of(this::run);
  }

  private void run(Results results) throws IOException, InterruptedException {
    bySessions(results);
    byClients(results);
    byVotes(results);
  }

  private void bySessions(Results results) throws IOException, InterruptedException {
    var ticks = new ArrayList<Report>();
    for (int count : sessions) {
      try (var store = new BenchRedis(Environment.load())) {
        ticks.add(results.add(new TickRun(1, seconds).on(store, store.sessions(count))));
      }
    }
    draw(
        "sessions.svg",
        new Plot(
            "A tick, the read included",
            "sessions",
            "ms",
            List.of(
                line("median", sessions, ticks, "tick_p50_ms"),
                line("99th percentile", sessions, ticks, "tick_p99_ms"))),
        new Plot(
            "Cores, 20 ticks a second",
            "sessions",
            "cores",
            List.of(
                line("Redis", sessions, ticks, "redis_cores"),
                line("Broadcasters", sessions, ticks, "process_cores"))));
  }

  private void byClients(Results results) throws IOException, InterruptedException {
    var both = new ArrayList<List<Report>>();
    for (int count : clients) {
      both.add(results.add(new FanoutRun(count, count, seconds, seconds).underVotes(VOTES)));
    }
    var base = both.stream().map(each -> each.get(0)).toList();
    var v2 = both.stream().map(each -> each.get(1)).toList();
    draw(
        "clients.svg",
        new Plot(
            "The server's cores, " + VOTES + " votes a second",
            "clients, each in a session of its own",
            "cores",
            List.of(
                line("default protocol", clients, base, "server_cores"),
                line("chatsway.v2", clients, v2, "server_cores"))),
        new Plot(
            "CPU of the server for each frame",
            "clients, each in a session of its own",
            "µs",
            List.of(line("default protocol", clients, base, "server_us_per_frame"))));
  }

  private void byVotes(Results results) throws IOException, InterruptedException {
    var v2 = new ArrayList<Report>();
    var latency = new ArrayList<Report>();
    for (int rate : votes) {
      latency.add(results.add(new LatencyRun(SESSIONS, 0, rate, seconds).report()));
      v2.add(results
          .add(new FanoutRun(SESSIONS, SESSIONS, seconds, seconds).underVotes(rate))
          .get(1));
    }
    draw(
        "votes.svg",
        new Plot(
            "The server's cores, 1,000 chatsway.v2 clients",
            "votes a second",
            "cores",
            List.of(
                line("votes enter elsewhere", votes, v2, "server_cores"),
                line("votes enter here too", votes, latency, "server_cores"))),
        new Plot(
            "From a vote's answer to its frame",
            "votes a second",
            "ms",
            List.of(
                line("median", votes, latency, "latency_p50_ms"),
                line("99th percentile", votes, latency, "latency_p99_ms"))));
  }

  private static Plot.Line line(
      String name, List<Integer> at, List<Report> reports, String figure) {
    var points = new ArrayList<Plot.Point>();
    for (int i = 0; i < at.size(); i++) {
      points.add(new Plot.Point(at.get(i), reports.get(i).figure(figure)));
    }
    return new Plot.Line(name, points);
  }

  private void draw(String file, Plot... panels) throws IOException {
    if (plots != null) {
      new Chart(List.of(panels)).write(plots.resolve(file));
    }
  }
}
