package dev.chatsway.bench;

import dev.chatsway.bench.Instance.Bar;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * What {@link ScaleModel} computes, measured: real instances on one Redis, each with overlays of random sessions and an equal
 * share of the votes. Then the fullest instance is killed, and its overlays come back to the others by the page's waits.
 *
 * @param warmUp seconds before, which are not measured
 * @param seconds that are measured
 */
record ScaleRun(ScaleModel.Load load, int instances, int warmUp, int seconds) {

  private static final WebSocketClient.Listener NONE = (client, bytes, from, length, now) -> {};
  private static final double SHORTEST_WAIT = 0.5;

  Report report() throws IOException, InterruptedException {
    var servers = new ArrayList<Instance>();
    var clients = new ArrayList<WebSocketLoad>();
    var streams = new ArrayList<VoteStream>();
    try (var redis = new Redis()) {
      try {
        for (int i = 0; i < instances; i++) {
          servers.add(Instance.start(redis.url()));
        }
        int sessions = (int) Math.max(1, Math.round(load.overlays() / load.overlaysPerSession()));
        List<Bar> bars = servers.get(0).bars(sessions, "{\"debounceMillis\":0}");
        List<List<String>> paths = paths(bars);
        for (int i = 0; i < instances; i++) {
          var client = new WebSocketLoad(servers.get(i).port(), "chatsway.v2", NONE);
          clients.add(client);
          client.connect(paths.get(i));
        }
        int votesEach = (int) (load.votesPerSecond() / instances);
        for (int i = 0; i < instances && votesEach > 0; i++) {
          streams.add(new VoteStream(servers.get(i).port(), bars, votesEach, (bar, now) -> {}));
        }
        Thread.sleep(warmUp * 1_000L); // warms up
        var report = measured(servers, clients, redis);
        report.with(
            "clients_max", (long) paths.stream().mapToInt(List::size).max().orElse(0));
        for (var stream : streams) {
          stream.waits(); // throws if the votes have ended
          stream.close();
        }
        if (instances > 1) {
          oneDies(servers, paths, report);
        }
        return report;
      } finally {
        streams.forEach(VoteStream::close);
        clients.forEach(WebSocketLoad::close);
        servers.forEach(Instance::close);
      }
    }
  }

  /** Of each instance: the sockets of its overlays, which are of random sessions. */
  private List<List<String>> paths(List<Bar> bars) {
    var random = new Random(1);
    List<List<String>> paths = IntStream.range(0, instances)
        .<List<String>>mapToObj(i -> new ArrayList<>())
        .toList();
    for (int i = 0; i < load.overlays(); i++) {
      paths.get(random.nextInt(instances)).add(bars.get(i % bars.size()).socketPath());
    }
    return paths;
  }

  private Report measured(List<Instance> servers, List<WebSocketLoad> clients, Redis redis)
      throws IOException, InterruptedException {
    var processes = servers.stream().map(Instance::process).toList();
    double[] before = processes.stream().mapToDouble(Proc::cpuSeconds).toArray();
    double redisBefore = redis.process().cpuSeconds();
    double ticks = ticks(servers, "_count");
    double tickSeconds = ticks(servers, "_sum");
    long frames = clients.stream().mapToLong(WebSocketLoad::frames).sum();
    long since = System.nanoTime();
    Thread.sleep(seconds * 1_000L); // is measured
    double took = (System.nanoTime() - since) / 1e9;
    double cores = IntStream.range(0, instances)
            .mapToDouble(i -> processes.get(i).cpuSeconds() - before[i])
            .max()
            .orElse(0)
        / took;
    return new Report("scale")
        .given("measured", true)
        .given("overlays", load.overlays())
        .given("votes_per_second_wanted", load.votesPerSecond())
        .given("instances", instances)
        .given("primaries", 1)
        .with("instance_cores_max", cores)
        .with("redis_cores_max", (redis.process().cpuSeconds() - redisBefore) / took)
        .with(
            "tick_ms",
            1_000 * (ticks(servers, "_sum") - tickSeconds) / (ticks(servers, "_count") - ticks))
        .with(
            "frames_per_second",
            (clients.stream().mapToLong(WebSocketLoad::frames).sum() - frames) / took);
  }

  private static double ticks(List<Instance> servers, String figure)
      throws IOException, InterruptedException {
    double sum = 0;
    for (var server : servers) {
      sum += server.metrics().sum(Metrics.TICK + figure);
    }
    return sum;
  }

  /** Kills the fullest; reports when the last of its overlays was connected to another. */
  private void oneDies(List<Instance> servers, List<List<String>> paths, Report report)
      throws IOException, InterruptedException {
    int fullest = IntStream.range(0, instances)
        .boxed()
        .max(Comparator.comparing(i -> paths.get(i).size()))
        .orElseThrow();
    var random = new Random(2);
    var survivors = new ArrayList<WebSocketLoad>();
    var connected = new ArrayList<CompletableFuture<?>>();
    servers.get(fullest).process().signal("KILL");
    long since = System.nanoTime();
    for (int i = 0; i < instances; i++) {
      if (i != fullest) {
        int first = survivors.size();
        List<String> share = IntStream.iterate(
                first, each -> each < paths.get(fullest).size(), each -> each + instances - 1)
            .mapToObj(paths.get(fullest)::get)
            .toList();
        long[] waits = share.stream()
            .mapToLong(each -> (long) ((SHORTEST_WAIT + random.nextDouble() * SHORTEST_WAIT) * 1e9))
            .toArray();
        var back = new WebSocketLoad(servers.get(i).port(), "chatsway.v2", NONE);
        survivors.add(back);
        connected.add(CompletableFuture.runAsync(() -> connect(back, share, waits)));
      }
    }
    CompletableFuture.allOf(connected.toArray(CompletableFuture<?>[]::new)).join();
    report
        .with("instance_dies_clients", (long) paths.get(fullest).size())
        .with("instance_dies_all_back_s", (System.nanoTime() - since) / 1e9);
    survivors.forEach(WebSocketLoad::close);
  }

  private static void connect(WebSocketLoad load, List<String> paths, long[] waits) {
    try {
      load.connect(paths, client -> waits[client]);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
