package dev.chatsway.bench;

import dev.chatsway.bench.Instance.Bar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.HdrHistogram.Recorder;

/**
 * From the acknowledgement of each vote to the frame that shows it, as a chatsway.v2 client receives it. The votes are an open
 * loop, so that no slow moment is left out.
 *
 * @param sessions each with one client
 * @param watchers clients of the default protocol besides, who share the sessions: each takes a frame every tick
 * @param seconds that are measured
 * @param redisRoundTripMillis added between instance and Redis
 */
record LatencyRun(
    int sessions, int watchers, int votesPerSecond, int seconds, double redisRoundTripMillis) {

  private static final int WARM_SECONDS = 5;
  private static final int FIRST_FRAMES_SECONDS = 30;
  private static final byte[] REVISION = "\"revision\":".getBytes(StandardCharsets.US_ASCII);

  Report report() throws IOException, InterruptedException {
    var latency = new Recorder(3);
    var sightings = Stream.generate(() -> new VoteLatencyTracker(latency))
        .limit(sessions)
        .toArray(VoteLatencyTracker[]::new);
    var beginnings = new CountDownLatch(sessions);
    var seen = new boolean[sessions]; // the load's thread's own
    WebSocketClient.Listener listener = (client, buffer, from, length, now) -> {
      long revision = revision(buffer, from, length);
      if (revision >= 0) {
        sightings[client].shown(revision, now);
        if (!seen[client]) {
          seen[client] = true;
          beginnings.countDown();
        }
      }
    };
    try (var redis = new Redis();
        var distance = new TcpProxy(redis.port(), redisRoundTripMillis);
        var instance = Instance.start(
            redisRoundTripMillis == 0 ? redis.url() : redis.urlBy(distance.port()))) {
      List<Bar> bars = instance.bars(sessions, "{\"debounceMillis\":0}");
      List<String> paths = bars.stream().map(Bar::socketPath).toList();
      try (var load = new WebSocketLoad(instance.port(), "chatsway.v2", listener);
          var watching =
              new WebSocketLoad(instance.port(), null, (client, bytes, from, length, now) -> {})) {
        load.connect(paths);
        watching.connect(
            IntStream.range(0, watchers).mapToObj(i -> paths.get(i % sessions)).toList());
        if (!beginnings.await(FIRST_FRAMES_SECONDS, TimeUnit.SECONDS)) {
          throw new IOException(beginnings.getCount() + " clients have not got a value");
        }
        try (var votes = new VoteStream(
            instance.port(),
            bars,
            votesPerSecond,
            (bar, now) -> sightings[bar].acknowledged(now))) {
          Thread.sleep(WARM_SECONDS * 1_000L); // warms up
          votes.waits(); // and is forgotten
          latency.reset();
          double skipped = instance.metrics().sum(Metrics.TICKS_SKIPPED);
          var usage = Usage.of(instance, redis);
          long frames = watching.frames();
          Thread.sleep(seconds * 1_000L); // is measured
          var waits = votes.waits();
          return usage
              .into(new Report("latency")
                  .given("sessions", sessions)
                  .given("watchers", watchers)
                  .given("votes_per_second_wanted", votesPerSecond)
                  .given("redis_round_trip_ms", redisRoundTripMillis)
                  .given("loop", "open"))
              .with("frames_per_second_to_watchers", (watching.frames() - frames) / usage.seconds())
              .with("votes_per_second", waits.getTotalCount() / usage.seconds())
              .with("refused", votes.refused())
              .with("ticks_skipped", instance.metrics().sum(Metrics.TICKS_SKIPPED) - skipped)
              .millis("latency", latency.getIntervalHistogram())
              .millis("due_to_acknowledged", waits);
        }
      }
    }
  }

  /** The revision that a value's frame holds; -1 if it is none. */
  static long revision(byte[] buffer, int from, int length) {
    int end = from + length;
    outer:
    for (int i = from; i < end - REVISION.length; i++) {
      for (int j = 0; j < REVISION.length; j++) {
        if (buffer[i + j] != REVISION[j]) {
          continue outer;
        }
      }
      long revision = 0;
      for (int j = i + REVISION.length; j < end && buffer[j] >= '0' && buffer[j] <= '9'; j++) {
        revision = revision * 10 + buffer[j] - '0';
      }
      return revision;
    }
    return -1;
  }
}
