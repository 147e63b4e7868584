package dev.chatsway.bench;

import dev.chatsway.bench.Instance.Bar;
import dev.chatsway.standin.TwitchChatStandIn;
import dev.chatsway.standin.TwitchChatStandIn.Connection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.HdrHistogram.Recorder;

/**
 * Chats that an instance reads from an IRC server over WebSocket: what a line costs it, beyond what holding the channels
 * costs while the chats are silent; from the moment when a vote was due in chat to the frame that shows it, as a chatsway.v2
 * client receives it; and how many lines were lost.
 *
 * @param channels each of a session of its own with one client
 * @param votesPercent how many of the lines are votes
 * @param seconds that are measured
 */
record ChatRun(int channels, int linesPerSecond, int votesPercent, int seconds) {

  private static final int IDLE_SECONDS = 10;
  private static final int WARM_SECONDS = 10;
  private static final int LIMIT_SECONDS = 60;
  private static final int POLL_MILLIS = 50;
  private static final String LINES = "chatsway_chat_lines_total";
  private static final String DROPPED = "chatsway_chat_lines_dropped_total";
  private static final String VOTES = "chatsway_votes_total";

  /** Something that comes true within {@link #LIMIT_SECONDS}. */
  private interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  Report report() throws IOException, InterruptedException {
    var lag = new Recorder(3);
    var trackers = Stream.generate(() -> new VoteLatencyTracker(lag))
        .limit(channels)
        .toArray(VoteLatencyTracker[]::new);
    var beginnings = new CountDownLatch(channels);
    var seen = new boolean[channels]; // the load's thread's own
    WebSocketClient.Listener listener = (client, buffer, from, length, now) -> {
      long revision = LatencyRun.revision(buffer, from, length);
      if (revision >= 0) {
        trackers[client].shown(revision, now);
        if (!seen[client]) {
          seen[client] = true;
          beginnings.countDown();
        }
      }
    };
    try (var redis = new Redis();
        var twitch = new TwitchChatStandIn();
        var instance = Instance.startWithChat(redis.url(), twitch.url())) {
      var bars = instance.bars(channels, "{\"debounceMillis\":0}", "login", i -> "channel_" + i);
      var readers = readers(twitch, bars);
      try (var load = new WebSocketLoad(instance.port(), "chatsway.v2", listener)) {
        load.connect(bars.stream().map(Bar::socketPath).toList());
        if (!beginnings.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
          throw new IOException(beginnings.getCount() + " clients have not got a value");
        }
        var idle = Usage.of(instance, redis);
        Thread.sleep(IDLE_SECONDS * 1_000L); // holds the channels
        double idleCores = idle.cpu("server") / idle.seconds();
        try (var chat = new ChatStream(
            bars.stream().map(Bar::channel).toList(),
            readers,
            linesPerSecond,
            votesPercent,
            (channel, due) -> trackers[channel].acknowledged(due))) {
          return measured(redis, instance, chat, lag, idleCores);
        }
      }
    }
  }

  private Report measured(
      Redis redis, Instance instance, ChatStream chat, Recorder lag, double idleCores)
      throws IOException, InterruptedException {
    Thread.sleep(WARM_SECONDS * 1_000L); // warms up
    lag.reset();
    var usage = Usage.of(instance, redis);
    long before = chat.lines();
    Thread.sleep(seconds * 1_000L); // is measured
    long lines = chat.lines() - before;
    double cpu = usage.cpu("server") - idleCores * usage.seconds();
    var report = usage
        .into(new Report("chat")
            .given("channels", channels)
            .given("lines_per_second_wanted", linesPerSecond)
            .given("votes_percent", votesPercent))
        .with("lines_per_second", lines / usage.seconds())
        .with("idle_server_cores", idleCores)
        .with("server_us_per_line", cpu / lines * 1e6)
        .millis("line_to_frame", lag.getIntervalHistogram());
    chat.close();
    return report
        .with("lines_lost", chat.unsent() + missing(instance, LINES, "", chat.lines()))
        .with("lines_dropped", instance.metrics().sum(DROPPED))
        .with(
            "votes_lost",
            missing(instance, VOTES, "{platform=\"twitch\",status=\"ok\"}", chat.votes()));
  }

  /** How far a counter stays below a number; waits until it has got there, or for a while. */
  private static long missing(Instance instance, String counter, String labels, long number)
      throws IOException, InterruptedException {
    await(() -> instance.metrics().sum(counter + labels) >= number);
    return number - (long) instance.metrics().sum(counter + labels);
  }

  /** By channel, the connection on which the instance has joined it. */
  private static List<Connection> readers(TwitchChatStandIn twitch, List<Bar> bars)
      throws IOException, InterruptedException {
    var readers = new ArrayList<Connection>(bars.size());
    for (var bar : bars) {
      if (!await(() -> !twitch.readers(bar.channel()).isEmpty())) {
        throw new IOException("the server has not joined " + bar.channel());
      }
      readers.add(twitch.readers(bar.channel()).get(0));
    }
    return readers;
  }

  private static boolean await(Condition condition) throws IOException, InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    boolean holds = condition.holds();
    while (!holds && System.nanoTime() < until) {
      Thread.sleep(POLL_MILLIS); // it is joining
      holds = condition.holds();
    }
    return holds;
  }
}
