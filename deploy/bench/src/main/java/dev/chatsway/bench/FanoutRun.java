package dev.chatsway.bench;

import dev.chatsway.bench.Instance.Bar;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a server spends on frames: the CPU of its process alone, by the kernel's account.
 *
 * @param clients WebSockets
 * @param sessions that they share
 * @param warmUp seconds before, which are not measured
 * @param seconds that are measured
 */
record FanoutRun(int clients, int sessions, int warmUp, int seconds) {

  private static final String V2 = "chatsway.v2";
  private static final String SETTINGS = "{\"debounceMillis\":0}";
  private static final String EACH = "server_us_per_frame";

  /** The default protocol, without votes, and the JVM's floor for the same frames. */
  Report quiet() throws IOException, InterruptedException {
    try (var redis = new Redis()) {
      List<String> paths;
      Report report;
      try (var instance = Instance.start(redis.url())) {
        paths = paths(instance.bars(sessions, SETTINGS));
        report = measure(instance, redis, paths, null);
      }
      try (var floor = Instance.startMain(FloorServer.class)) {
        double least = measure(floor, redis, paths, null).figure(EACH);
        return report.with("floor_us_per_frame", least).with("ratio", report.figure(EACH) / least);
      }
    }
  }

  /**
   * The default protocol, and then {@code chatsway.v2} on the same server under the same votes, which enter at another
   * process.
   */
  List<Report> underVotes(int votesPerSecond) throws IOException, InterruptedException {
    try (var redis = new Redis();
        var instance = Instance.start(redis.url());
        var ingest = Instance.start(redis.url())) {
      List<Bar> bars = instance.bars(sessions, SETTINGS);
      try (var votes = new VoteStream(ingest.port(), bars, votesPerSecond, (bar, nanoTime) -> {})) {
        Report base = voted(votes, measure(instance, redis, paths(bars), null));
        Report v2 = voted(votes, measure(instance, redis, paths(bars), V2));
        return List.of(
            base.given("votes_per_second_wanted", votesPerSecond),
            v2.given("votes_per_second_wanted", votesPerSecond)
                .with("server_cores_of_default", base.figure("server_cores"))
                .with("ratio", v2.figure("server_cores") / base.figure("server_cores")));
      }
    }
  }

  /** Of the whole time, its warm-up too. */
  private static Report voted(VoteStream votes, Report report) throws IOException {
    var waits = votes.waits();
    long took = waits.getEndTimeStamp() - waits.getStartTimeStamp();
    return report
        .with("votes_per_second", waits.getTotalCount() * 1e3 / took)
        .with("refused", votes.refused());
  }

  private List<String> paths(List<Bar> bars) {
    return IntStream.range(0, clients)
        .mapToObj(i -> bars.get(i % sessions).socketPath())
        .toList();
  }

  private Report measure(
      Instance instance, Redis redis, List<String> paths, @Nullable String subprotocol)
      throws IOException, InterruptedException {
    try (var load = new WebSocketLoad(
        instance.port(), subprotocol, (client, buffer, from, length, now) -> {})) {
      load.connect(paths);
      Thread.sleep(warmUp * 1_000L); // warms up
      var usage = Usage.of(instance, redis);
      long frames = load.frames();
      Thread.sleep(seconds * 1_000L); // is measured
      double cpu = usage.cpu("server");
      frames = load.frames() - frames;
      return usage
          .into(new Report("fanout")
              .given("protocol", subprotocol == null ? "default" : subprotocol)
              .given("clients", clients)
              .given("sessions", sessions))
          .with("frames_per_second", frames / usage.seconds())
          .with(EACH, frames == 0 ? 0 : cpu * 1e6 / frames)
          .with("lost", load.lost());
    }
  }
}
