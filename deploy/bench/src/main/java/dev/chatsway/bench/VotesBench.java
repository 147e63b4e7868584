package dev.chatsway.bench;

import dev.chatsway.bench.HttpLoad.Result;
import dev.chatsway.bench.Instance.Bar;
import dev.chatsway.standalone.ChatswayCommand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Signed EventSub votes a second, against the same POST read and answered 204 by the same server. */
@Command(
    name = "votes",
    description =
        "Signed EventSub votes a second, and the ratio to the same POST answered 204 unread.",
    mixinStandardHelpOptions = true)
final class VotesBench implements ChatswayCommand {

  private static final int SESSIONS = 50;
  private static final String SETTINGS = "{\"debounceMillis\":0}";

  @Option(names = "--votes", description = "Requests of each kind and round (${DEFAULT-VALUE}).")
  private int votes = 20_000;

  @Option(
      names = "--connections",
      description = "Connections that the votes come through (${DEFAULT-VALUE}).")
  private int connections = 64;

  @Option(
      names = "--rounds",
      description = "Rounds that are counted, after one that is not (${DEFAULT-VALUE}).")
  private int rounds = 3;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (var redis = new Redis();
        var instance = Instance.start(redis.url());
        var empty = Instance.startMain(EmptyServer.class)) {
      List<Bar> bars = instance.bars(SESSIONS, SETTINGS);
      for (int round = 0; round <= rounds; round++) {
        Result base = run(empty, "/empty", bars, 1);
        Result all = run(instance, "/webhooks/eventsub", bars, 1);
        Result few = run(instance, "/webhooks/eventsub", bars, 0.05);
        if (round > 0) {
          print("all votes", round, all, base);
          print("95 % no votes", round, few, base);
        }
      }
    }
    return 0;
  }

  private Result run(Instance server, String path, List<Bar> bars, double share)
      throws IOException {
    var random = new Random(1);
    var signer = new Votes();
    var requests = new ArrayList<byte[]>(votes);
    for (int i = 0; i < votes; i++) {
      String text = random.nextDouble() >= share
          ? "what a play, did you see that one"
          : random.nextBoolean() ? "+1" : "no";
      Bar bar = bars.get(random.nextInt(bars.size()));
      requests.add(signer.request(
          path,
          bar.channel(),
          String.valueOf(random.nextInt(1_000_000)),
          UUID.randomUUID().toString(),
          text));
    }
    return HttpLoad.run(server.port(), connections, votes, requests::get);
  }

  private void print(String kind, int round, Result result, Result base) {
    double rate = result.answered() / result.seconds();
    double baseRate = base.answered() / base.seconds();
    new Report("votes")
        .with("kind", kind)
        .with("round", round)
        .with("connections", connections)
        .with("votes", votes)
        .with("other_answers", result.other() + base.other())
        .with("votes_per_second", rate)
        .with("empty_posts_per_second", baseRate)
        .with("ratio", rate / baseRate)
        .millis("latency", result.latency())
        .print();
  }
}
