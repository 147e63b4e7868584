package dev.chatsway.bench;

import dev.chatsway.bench.Instance.Bar;
import dev.chatsway.standalone.ChatswayCommand;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code ./chatsway soak}: hours of votes, clients that go and come, and a Redis that is killed again and again. Whatever
 * grows shows: the first sample is what every later one is held to.
 */
@Command(
    name = "soak",
    description =
        "Votes, reconnects and Redis restarts against a server, for hours. Prints what the server holds as one JSON object"
            + " a line; exit status 1 if it holds more at the end than after the first minute.",
    mixinStandardHelpOptions = true)
public final class Soak implements ChatswayCommand {

  private static final int SESSIONS = 20;
  private static final String SETTINGS = "{\"debounceMillis\":0,\"voteDelta\":1}";
  private static final Duration STEP = Duration.ofSeconds(5);

  @Option(names = "--hours", description = "How long (${DEFAULT-VALUE}).")
  private double hours = 1;

  @Option(names = "--minutes", description = "How long, in place of --hours.")
  private double minutes;

  @Option(names = "--every", description = "Seconds between samples (${DEFAULT-VALUE}).")
  private int every = 60;

  @Option(names = "--votes", description = "Votes a second (${DEFAULT-VALUE}).")
  private int votesPerSecond = 50;

  @Option(
      names = "--clients",
      description = "Overlays; they all leave and come back every 5 s (${DEFAULT-VALUE}).")
  private int clients = 100;

  /** For the command line. */
  public Soak() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (var redis = new Redis();
        var instance = Instance.start(redis.url())) {
      var bars = instance.bars(SESSIONS, SETTINGS);
      try (var votes = new SoakVotes(instance.url(), bars, votesPerSecond)) {
        return run(redis, instance, bars, votes);
      }
    }
  }

  private int run(Redis redis, Instance instance, List<Bar> bars, SoakVotes votes)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    var length = Duration.ofMillis((long) ((minutes > 0 ? minutes : hours * 60) * 60_000));
    var samples = new ArrayList<SoakSample>();
    for (var due = Duration.ofSeconds(every);
        due.compareTo(length) <= 0;
        due = due.plusSeconds(every)) {
      if (!samples.isEmpty()) {
        redis.kill(); // once between two samples; it is started again by whoever watches it
      }
      while (elapsed(start).plus(STEP).compareTo(due) < 0) {
        visit(instance, bars);
      }
      try (var load = clients(instance, bars)) {
        Thread.sleep(Math.max(0, due.minus(elapsed(start)).toMillis()));
        var sample = SoakSample.of(instance.process(), redis.url());
        samples.add(sample);
        print(sample.report(elapsed(start), load.lost(), votes));
      }
    }
    return judge(samples, votes);
  }

  private static Duration elapsed(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** Everyone comes, stays for a while, and goes. */
  private void visit(Instance instance, List<Bar> bars) throws IOException, InterruptedException {
    try (var load = clients(instance, bars)) {
      Thread.sleep(load.lost() == 0 ? STEP.toMillis() : STEP.toMillis() / 5);
    }
  }

  private WebSocketLoad clients(Instance instance, List<Bar> bars)
      throws IOException, InterruptedException {
    var load = new WebSocketLoad(
        instance.port(), "chatsway.v2", (client, buffer, from, length, now) -> {});
    load.connect(IntStream.range(0, clients)
        .mapToObj(i -> bars.get(i % bars.size()).socketPath())
        .toList());
    return load;
  }

  private static int judge(List<SoakSample> samples, SoakVotes votes) {
    var grown = new ArrayList<String>();
    if (samples.size() < 2) {
      grown.add("nothing can be said of fewer than two samples");
    } else {
      grown.addAll(samples.get(samples.size() - 1).grownSince(samples.get(0)));
    }
    if (votes.counted() == 0) {
      grown.add("no vote was counted");
    }
    print(new Report("soak")
        .given("ok", grown.isEmpty())
        .given("because", String.join("; ", grown))
        .with("samples", samples.size())
        .with("votes_counted", votes.counted())
        .with("votes_refused", votes.refused()));
    return grown.isEmpty() ? 0 : 1;
  }

  private static void print(Report report) {
    System.out.println(report.json());
    System.out.flush();
  }
}
