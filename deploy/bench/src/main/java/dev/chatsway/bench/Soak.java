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
 * {@code ./chatsway soak}: hours of votes, clients that go and come, and a primary Redis that is killed again and again,
 * so that its replica takes over. Whatever grows shows: the first sample is what the last one is held to.
 */
@Command(
    name = "soak",
    description =
        "Runs votes, reconnects and failovers of Redis against a server, for hours. Prints the server's resources as one JSON object"
            + " per line; exit status 1 if they have grown since the first sample.",
    mixinStandardHelpOptions = true)
public final class Soak implements ChatswayCommand {

  private static final int SESSIONS = 20;
  private static final String SETTINGS = "{\"debounceMillis\":0,\"voteDelta\":1}";
  private static final Duration STEP = Duration.ofSeconds(5);

  @Option(names = "--hours", description = "How long (${DEFAULT-VALUE}).")
  private double hours = 1;

  @Option(names = "--minutes", description = "How long, instead of --hours.")
  private double minutes;

  @Option(names = "--every", description = "Seconds between samples (${DEFAULT-VALUE}).")
  private int every = 60;

  @Option(names = "--votes", description = "Votes a second (${DEFAULT-VALUE}).")
  private int votesPerSecond = 50;

  @Option(
      names = "--clients",
      description = "Overlays; all of them reconnect every 5 s (${DEFAULT-VALUE}).")
  private int clients = 100;

  @Option(
      names = "--nemesis",
      description =
          "Faults in random order, against an exact model of the votes; takes --minutes and --seed.")
  private boolean nemesis;

  @Option(names = "--cluster", description = "With --nemesis: a cluster in place of Sentinels.")
  private boolean cluster;

  @Option(names = "--seed", description = "What the faults are drawn from (by default a new one).")
  private long seed = System.nanoTime() % 1_000_000;

  /** For the command line. */
  public Soak() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (nemesis) {
      return new Nemesis(cluster, seed, length()).run();
    }
    try (var redis = new SentinelRedis(1, 1);
        var instance = Instance.start(redis.url())) {
      var bars = instance.bars(SESSIONS, SETTINGS);
      try (var votes = new SoakVotes(instance.url(), bars, votesPerSecond)) {
        return run(redis, instance, bars, votes);
      }
    }
  }

  private int run(SentinelRedis redis, Instance instance, List<Bar> bars, SoakVotes votes)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    var length = length();
    var samples = new ArrayList<SoakSample>();
    long lost = 0;
    for (var due = Duration.ofSeconds(every);
        due.compareTo(length) <= 0;
        due = due.plusSeconds(every)) {
      if (!samples.isEmpty()) {
        lost += failOver(redis, instance, bars); // once between two samples
      }
      while (elapsed(start).plus(STEP).compareTo(due) < 0) {
        visit(instance, bars);
      }
      try (var load = clients(instance, bars)) {
        Thread.sleep(Math.max(0, due.minus(elapsed(start)).toMillis()));
        var sample = SoakSample.of(instance.process(), redis.primaryUrl());
        samples.add(sample);
        lost += load.lost();
        print(sample.report(elapsed(start), lost, votes));
      }
    }
    return judge(samples, lost, votes);
  }

  private Duration length() {
    return Duration.ofMillis((long) ((minutes > 0 ? minutes : hours * 60) * 60_000));
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

  /** Everyone is there when the primary is killed, and stays until its replica has taken over; returns who did not. */
  private long failOver(SentinelRedis redis, Instance instance, List<Bar> bars)
      throws IOException, InterruptedException {
    try (var load = clients(instance, bars)) {
      redis.killPrimary();
      redis.startAgain();
      return load.lost();
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

  private static int judge(List<SoakSample> samples, long lost, SoakVotes votes) {
    var grown = new ArrayList<String>();
    if (samples.size() < 2) {
      grown.add("nothing can be said of fewer than two samples");
    } else {
      grown.addAll(samples.get(samples.size() - 1).grownSince(samples.get(0)));
    }
    if (lost > 0) {
      grown.add(lost + " overlays lost their connection");
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
