package dev.chatsway.bench;

import dev.chatsway.bench.Instance.Bar;
import dev.chatsway.standalone.ChatswayCommand;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Signed EventSub votes a second, against the same POST read and answered 204 by the same server, in a process of its own.
 * Each kind of votes has its baseline right before it, and both servers get the same number of requests: they are equally
 * warm at every moment.
 */
@Command(
    name = "votes",
    description =
        "Signed EventSub votes a second, and the ratio to the same POST read and answered 204.",
    mixinStandardHelpOptions = true)
final class VotesBench implements ChatswayCommand {

  private static final int SESSIONS = 50;
  private static final String SETTINGS = "{\"debounceMillis\":0}";

  @Mixin
  private Runs runs = new Runs();

  @Option(names = "--votes", description = "Requests of each kind per round (${DEFAULT-VALUE}).")
  private int votes = 20_000;

  @Option(
      names = "--warm-up",
      description =
          "Requests of each kind as warm-up (${DEFAULT-VALUE}): a young server shares the cores with its compiler.")
  private int warmUp = 100_000;

  @Option(names = "--connections", description = "Connections (${DEFAULT-VALUE}).")
  private int connections = 64;

  @Option(names = "--rounds", description = "Rounds to measure (${DEFAULT-VALUE}).")
  private int rounds = 5;

  /** How fast, and what a request cost. */
  private record Took(
      double perSecond,
      double serverMicros,
      double redisMicros,
      double loadMicros,
      Histogram latency) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    return runs.of(this::run);
  }

  private void run(Results results) throws IOException, InterruptedException {
    try (var redis = new Redis();
        var instance = Instance.start(redis.url());
        var empty = Instance.startMain(EmptyServer.class)) {
      List<Bar> bars = instance.bars(SESSIONS, SETTINGS);
      for (int round = 0; round <= rounds; round++) {
        int count = round == 0 ? warmUp : votes;
        for (double share : new double[] {1, 0.05}) {
          Took base = send(empty, redis, requests("/empty", bars, share, count));
          Took took = send(instance, redis, requests("/webhooks/eventsub", bars, share, count));
          if (round > 0) {
            results.add(report(share == 1 ? "all votes" : "95 % no votes", took, base));
          }
        }
      }
    }
  }

  private Took send(Instance server, Redis redis, List<ByteBuffer> requests) throws IOException {
    var usage = Usage.of(server, redis);
    var latency = HttpLoad.run(server.port(), connections, requests);
    double each = 1e6 / requests.size();
    return new Took(
        requests.size() / usage.seconds(),
        usage.cpu("server") * each,
        usage.cpu("redis") * each,
        usage.cpu("load") * each,
        latency);
  }

  private static List<ByteBuffer> requests(String path, List<Bar> bars, double share, int count) {
    var random = new Random(1);
    var signer = new Votes();
    var requests = new ArrayList<ByteBuffer>(count);
    for (int i = 0; i < count; i++) {
      String text = random.nextDouble() >= share
          ? "what a play, did you see that one"
          : random.nextBoolean() ? "+1" : "no";
      Bar bar = bars.get(random.nextInt(bars.size()));
      String voter = String.valueOf(random.nextInt(1_000_000));
      requests.add(ByteBuffer.wrap(
          signer.request(path, bar.channel(), voter, UUID.randomUUID().toString(), text)));
    }
    return requests;
  }

  private Report report(String kind, Took took, Took base) {
    return new Report("votes")
        .given("kind", kind)
        .given("connections", connections)
        .given("votes", votes)
        .given("loop", "closed") // latencies are of clients that wait, not corrected for that
        .with("votes_per_second", took.perSecond)
        .with("empty_posts_per_second", base.perSecond)
        .with("ratio", took.perSecond / base.perSecond)
        .with("server_us_per_vote", took.serverMicros)
        .with("redis_us_per_vote", took.redisMicros)
        .with("load_us_per_vote", took.loadMicros)
        .with("server_us_per_empty_post", base.serverMicros)
        .with("load_us_per_empty_post", base.loadMicros)
        .millis("latency", took.latency);
  }
}
