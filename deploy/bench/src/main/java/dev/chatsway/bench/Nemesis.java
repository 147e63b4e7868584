package dev.chatsway.bench;

import dev.chatsway.bench.Instance.Bar;
import dev.chatsway.bench.NemesisOverlay.Seen;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import redis.clients.jedis.exceptions.JedisException;
import tools.jackson.databind.JsonNode;

/**
 * {@code ./chatsway soak --nemesis}: two instances that fail, on a Redis that fails, in an order that the seed decides, while
 * bots vote at both until they are answered and overlays watch. Everything is judged afterwards.
 */
final class Nemesis {

  private static final int INSTANCES = 2;
  private static final Duration CALM = Duration.ofSeconds(3);
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final long A_SECOND = 1_000_000_000;
  private static final int PAUSE_MILLIS = 3_000;
  private static final int STALL_MILLIS = 20;

  private final boolean cluster;
  private final long seed;
  private final Duration length;
  private final double clockRate;
  private final Findings findings = new Findings();
  private final List<Span> lossy = new CopyOnWriteArrayList<>();
  private final List<Span> replacements = new CopyOnWriteArrayList<>();
  private final List<Long> takeovers = new CopyOnWriteArrayList<>();
  private final List<Span> stalls = new CopyOnWriteArrayList<>();
  private final AtomicInteger faults = new AtomicInteger();
  private final long start = System.nanoTime();

  /** A run of that length, besides what it takes to begin and to judge. */
  Nemesis(boolean cluster, long seed, Duration length) {
    this.cluster = cluster;
    this.seed = seed;
    this.length = length;
    this.clockRate = 1.0 / length.plus(LIMIT).toSeconds(); // it never nears 0
  }

  /** Returns the exit status: 0 if everything was as it has to be. */
  int run() throws IOException, InterruptedException {
    print(report().with("minutes", length.toSeconds() / 60.0));
    daemon("stalls", this::watchStalls);
    try (FaultyRedis<?> faulty = cluster ? new ClusterFaults() : new SentinelFaults();
        var instances = new NemesisInstances(INSTANCES, faulty.redis.url())) {
      var first = instances.places().get(0).instance();
      var bars = new ArrayList<Bar>();
      for (var bar : NemesisBar.values()) {
        bars.addAll(first.bars(1, bar.settings()));
      }
      var clock =
          first.bars(1, "{\"voteDelta\":100,\"decayRate\":" + clockRate + "}").get(0);
      first.vote(clock, "for");
      faulty.redis.awaitInStep();
      daemon("primaries", () -> watchPrimaries(faulty.redis));
      run(faulty, instances, bars, clock);
    }
    return findings.isEmpty() ? 0 : 1;
  }

  private Report report() {
    return new Report("nemesis")
        .given("redis", cluster ? "cluster" : "sentinels")
        .given("seed", seed);
  }

  private void run(FaultyRedis<?> faulty, NemesisInstances instances, List<Bar> bars, Bar clock)
      throws IOException, InterruptedException {
    var watchers = watch(instances, bars, clock);
    var urls = instances.places().stream().map(NemesisInstances.Place::url).toList();
    try (var votes = new NemesisVotes(urls, bars, seed)) {
      long end = System.nanoTime() + length.toNanos();
      var others =
          daemon("instances", () -> strike(instances.faults(), new Random(~seed), end, () -> {}));
      strike(faulty.all(bars), new Random(seed), end, faulty.redis::awaitInStep);
      others.join(2 * LIMIT.toMillis());
      if (others.isAlive()) {
        findings.add("not_mended", "an instance does not start");
      }
      Thread.sleep(CALM.toMillis());
      votes.finish(LIMIT);
      awaitLive(watchers);
      var report = report().with("faults", faults.get());
      judge(votes, instances, bars, clock, report);
      judge(watchers, report);
      print(report.given("ok", findings.isEmpty()).given("because", findings.because()));
    } finally {
      watchers.forEach(NemesisWatchers::close);
    }
  }

  private List<NemesisWatchers> watch(NemesisInstances instances, List<Bar> bars, Bar clock)
      throws InterruptedException {
    var watchers = instances.places().stream()
        .map(place -> NemesisWatchers.of(place, bars, clock))
        .toList();
    awaitLive(watchers);
    return watchers;
  }

  private void awaitLive(List<NemesisWatchers> watchers) throws InterruptedException {
    for (var each : watchers) {
      if (!each.awaitLive(LIMIT)) {
        each.notLive()
            .forEach(what -> findings.add("not_live", what + " after " + LIMIT.toSeconds() + " s"));
      }
    }
  }

  private interface Step {
    void run() throws InterruptedException;
  }

  /** One fault after the other until the end, with a pause between them. */
  private void strike(List<Fault> all, Random random, long end, Step mended)
      throws InterruptedException {
    Thread.sleep(random.nextInt(PAUSE_MILLIS));
    while (System.nanoTime() < end) {
      var fault = all.get(random.nextInt(all.size()));
      long from = System.nanoTime();
      try {
        fault.strike().run(random);
        print(new Report("nemesis")
            .given("fault", fault.name())
            .with("at_seconds", (from - start) / 1e9)
            .with("seconds", (System.nanoTime() - from) / 1e9));
        mended.run();
        if (fault.mayLose()) {
          var after = takeovers.stream().filter(at -> at > from).toList();
          after.forEach(at -> lossy.add(new Span(from - A_SECOND, at + A_SECOND / 4)));
          if (!after.isEmpty()) {
            replacements.add(new Span(from - A_SECOND, System.nanoTime()));
          }
        }
      } catch (IOException | RuntimeException e) {
        findings.add("not_mended", fault.name() + ": " + e);
        return;
      }
      faults.incrementAndGet();
      Thread.sleep(random.nextInt(PAUSE_MILLIS));
    }
  }

  private void judge(
      NemesisVotes votes, NemesisInstances instances, List<Bar> bars, Bar clock, Report report)
      throws IOException, InterruptedException {
    long asked = System.nanoTime();
    var fresh = watch(instances, bars, clock);
    var values = fresh.stream().map(NemesisWatchers::values).toList();
    fresh.forEach(NemesisWatchers::close);
    var timelines = new ArrayList<JsonNode>();
    for (Bar bar : bars) {
      timelines.add(instances.places().get(0).instance().get(bar, "/timeline"));
    }
    var judge = new VoteJudge(
        findings, votes.casts(), new HashSet<>(votes.forgotten()), List.copyOf(lossy));
    judge.answers();
    for (var bar : NemesisBar.values()) {
      values.forEach(each -> each.get(bar.number()).ifPresent(seen -> judge.bar(bar, seen, asked)));
      judge.timeline(bar, timelines.get(bar.number()));
    }
    report
        .with("votes", votes.casts().size())
        .with("attempts", votes.attempts())
        .given("refused", votes.refusals())
        .with("lost", findings.count("lost"))
        .with("lost_unreplicated", judge.unreplicated());
  }

  private void judge(List<NemesisWatchers> watchers, Report report) {
    var judge = new FrameJudge(findings, List.copyOf(replacements), List.copyOf(stalls), start);
    long frames = 0;
    long oldest = 0;
    var clocks = watchers.stream()
        .flatMap(each -> each.clocks().stream())
        .map(NemesisOverlay::seen)
        .toList();
    long began = FrameJudge.began(clocks, clockRate);
    for (var each : watchers) {
      for (var bar : NemesisBar.values()) {
        List<Seen> seen = each.bars().get(bar.number()).seen();
        judge.bar(bar, seen);
        frames += seen.size();
      }
      var byDefault = each.clocks().get(0).seen();
      oldest =
          Math.max(oldest, judge.clock(byDefault, began, clockRate, each.place().away()));
      frames += byDefault.size();
    }
    report.with("frames", frames).with("oldest_ms", oldest / 1e6);
    report.with("stalled_seconds", stalls.stream().mapToLong(Span::length).sum() / 1e9);
  }

  private void watchPrimaries(RedisServers redis) throws InterruptedException {
    List<Integer> last = List.of();
    while (true) {
      try {
        var now = redis.primaries();
        if (!now.equals(last)) {
          takeovers.add(System.nanoTime());
        }
        last = now;
      } catch (JedisException | NoSuchElementException e) {
        // the one that was asked is away
      }
      Thread.sleep(STALL_MILLIS);
    }
  }

  /** When this process does not get to run, perhaps no other does. */
  private void watchStalls() throws InterruptedException {
    while (true) {
      long from = System.nanoTime();
      Thread.sleep(STALL_MILLIS);
      long to = System.nanoTime();
      if (to - from > 2L * STALL_MILLIS * 1_000_000) {
        stalls.add(new Span(from, to));
      }
    }
  }

  private static Thread daemon(String name, Step work) {
    var thread = new Thread(
        () -> {
          try {
            work.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        },
        "nemesis-" + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void print(Report report) {
    System.out.println(report.json());
    System.out.flush();
  }
}
