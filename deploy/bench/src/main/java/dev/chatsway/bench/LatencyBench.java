package dev.chatsway.bench;

import dev.chatsway.bench.Instance.Bar;
import dev.chatsway.standalone.ChatswayCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** From the acknowledgement of a vote to the frame that shows it, as a chatsway.v2 client receives it. */
@Command(
    name = "latency",
    description = "From a vote's acknowledgement to the frame that shows it.",
    mixinStandardHelpOptions = true)
final class LatencyBench implements ChatswayCommand {

  private static final byte[] REVISION = "\"revision\":".getBytes(StandardCharsets.US_ASCII);

  @Option(names = "--sessions", description = "Sessions, each with one client (${DEFAULT-VALUE}).")
  private int sessions = 1_000;

  @Option(names = "--votes-per-second", description = "Votes (${DEFAULT-VALUE}).")
  private int votesPerSecond = 500;

  @Option(names = "--seconds", description = "Seconds that are measured (${DEFAULT-VALUE}).")
  private int seconds = 20;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var acknowledged =
        new AtomicLongArray(sessions); // nanoTime of the oldest vote that no frame has shown yet
    var revisions = new long[sessions]; // the load's thread's own
    var latency = new Histogram(10_000_000_000L, 3);
    try (var redis = new Redis();
        var instance = Instance.start(redis.url())) {
      List<Bar> bars = instance.bars(sessions, "{\"debounceMillis\":0}");
      try (var load =
          new WebSocketLoad(instance.port(), "chatsway.v2", (client, buffer, from, length, now) -> {
            long revision = revision(buffer, from, length);
            if (revision > revisions[client]) {
              revisions[client] = revision;
              long since = acknowledged.getAndSet(client, 0);
              if (since != 0) {
                latency.recordValue(Math.max(0, now - since));
              }
            }
          })) {
        load.connect(bars.stream().map(Bar::socketPath).toList());
        double rate;
        try (var votes = new VoteStream(
            instance.port(),
            bars,
            votesPerSecond,
            (bar, now) -> acknowledged.compareAndSet(bar, 0, now))) {
          Thread.sleep(seconds * 1_000L); // is measured
          rate = votes.rate();
        }
        new Report("latency")
            .with("sessions", sessions)
            .with("votes_per_second", rate)
            .with("frames", latency.getTotalCount())
            .millis("latency", latency)
            .with("ticks_skipped", instance.metric("chatsway_broadcaster_ticks_skipped_total"))
            .print();
      }
    }
    return 0;
  }

  private static long revision(byte[] buffer, int from, int length) {
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
    return 0;
  }
}
