package dev.chatsway.bench;

import dev.chatsway.bench.Instance.Bar;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Bots that send each vote with an id until it is answered, now to this instance and now to that one. */
final class NemesisVotes implements AutoCloseable {

  private static final int BOTS = 6;
  private static final int PAUSE_MILLIS = 40;
  private static final int AGAIN_MILLIS = 200;
  private static final double AT_TWO_INSTANCES = 0.1;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int IN_A_REQUEST = 200;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<URI> endpoints;
  private final List<Bar> bars;
  private final Queue<Cast> casts = new ConcurrentLinkedQueue<>();
  private final Map<String, Long> refusals = new ConcurrentHashMap<>();
  private final AtomicLong attempts = new AtomicLong();
  private final AtomicLong underWay = new AtomicLong();
  private final List<Thread> bots = new ArrayList<>();
  private volatile boolean open = true;

  /** A message that was sent until it was answered. */
  static final class Cast {
    private final int bar;
    private final String id;
    private final boolean isFor;
    private final long firstSent = System.nanoTime();
    private final Queue<Span> counted = new ConcurrentLinkedQueue<>();
    private final Queue<Long> answers = new ConcurrentLinkedQueue<>();

    Cast(int bar, String id, boolean isFor) {
      this.bar = bar;
      this.id = id;
      this.isFor = isFor;
    }

    /** It was answered that it has counted by this request, or by another one. */
    void answered(boolean ok, Span request) {
      if (ok) {
        counted.add(request);
      }
      answers.add(request.to());
    }

    int bar() {
      return bar;
    }

    boolean isFor() {
      return isFor;
    }

    String id() {
      return id;
    }

    /** From each request that was answered {@code ok} to its answer. */
    List<Span> counted() {
      return List.copyOf(counted);
    }

    long firstSent() {
      return firstSent;
    }

    /** When it was answered {@code ok} or {@code duplicate}, earliest first. */
    List<Long> answers() {
      return answers.stream().sorted().toList();
    }

    boolean isAnswered() {
      return !answers.isEmpty();
    }

    private String json() {
      return "{\"voter\":\"%s\",\"id\":\"%s\",\"side\":\"%s\"}"
          .formatted(id, id, isFor ? "for" : "against");
    }
  }

  /** Begins at once. */
  NemesisVotes(List<URI> servers, List<Bar> bars, long seed) {
    this.endpoints =
        servers.stream().map(server -> server.resolve("/webhooks/votes")).toList();
    this.bars = bars;
    for (int i = 0; i < BOTS; i++) {
      int bot = i;
      var thread = new Thread(() -> vote(bot, new Random(seed + bot)), "bot-" + bot);
      thread.setDaemon(true);
      thread.start();
      bots.add(thread);
    }
  }

  /** All that were sent so far. */
  List<Cast> casts() {
    return List.copyOf(casts);
  }

  long attempts() {
    return attempts.get();
  }

  /** What was answered other than 200, or that nothing was, and how often. */
  Map<String, Long> refusals() {
    return new TreeMap<>(refusals);
  }

  private void vote(int bot, Random random) {
    try {
      for (int i = 0; open; i++) {
        Thread.sleep(random.nextInt(2 * PAUSE_MILLIS));
        var cast = new Cast(random.nextInt(bars.size()), bot + "-" + i, random.nextBoolean());
        casts.add(cast);
        if (random.nextDouble() < AT_TWO_INSTANCES) {
          var unused = send(cast, random);
        }
        while (!send(cast, random).join()) {
          Thread.sleep(random.nextInt(AGAIN_MILLIS));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends it once to an instance; completes with whether it was answered. */
  private CompletableFuture<Boolean> send(Cast cast, Random random) {
    long sentAt = System.nanoTime();
    attempts.incrementAndGet();
    underWay.incrementAndGet();
    var endpoint = endpoints.get(random.nextInt(endpoints.size()));
    return http.sendAsync(request(endpoint, cast.bar, cast.json()), BodyHandlers.ofString())
        .handle((answer, failure) -> {
          long now = System.nanoTime();
          String status = failure != null ? "none" : status(answer);
          boolean ok = status.equals("ok");
          if (!ok && !status.equals("duplicate")) {
            refusals.merge(status, 1L, Long::sum);
            return false;
          }
          cast.answered(ok, new Span(sentAt, now));
          return true;
        })
        .whenComplete((answered, failure) -> underWay.decrementAndGet());
  }

  private HttpRequest request(URI endpoint, int bar, String body) {
    return HttpRequest.newBuilder(endpoint)
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + bars.get(bar).voteToken())
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  /** What became of a vote; the status code if it is unknown. */
  private static String status(HttpResponse<String> answer) {
    return answer.statusCode() == 200
        ? results(answer).path(0).path("status").asString("")
        : String.valueOf(answer.statusCode());
  }

  private static JsonNode results(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body()).path("results");
  }

  /** Sends no other vote; returns when the last ones are answered, or after {@code limit}. */
  void finish(Duration limit) throws InterruptedException {
    open = false;
    long end = System.nanoTime() + limit.toNanos();
    for (var bot : bots) {
      bot.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
    }
    while (underWay.get() > 0 && System.nanoTime() < end) {
      Thread.sleep(1);
    }
  }

  /** Sends all that were answered again; returns those that Redis does not know any more. */
  List<Cast> forgotten() throws IOException, InterruptedException {
    var forgotten = new ArrayList<Cast>();
    for (int bar = 0; bar < bars.size(); bar++) {
      int same = bar;
      var answered =
          casts.stream().filter(cast -> cast.bar == same && cast.isAnswered()).toList();
      for (int from = 0; from < answered.size(); from += IN_A_REQUEST) {
        var some = answered.subList(from, Math.min(answered.size(), from + IN_A_REQUEST));
        String body = some.stream().map(Cast::json).collect(Collectors.joining(",", "[", "]"));
        var answer = http.send(request(endpoints.get(0), bar, body), BodyHandlers.ofString());
        var results = results(answer);
        for (int i = 0; i < some.size(); i++) {
          if (!results.path(i).path("status").asString("").equals("duplicate")) {
            forgotten.add(some.get(i));
          }
        }
      }
    }
    return forgotten;
  }

  @Override
  public void close() {
    open = false;
    bots.forEach(Thread::interrupt);
  }
}
