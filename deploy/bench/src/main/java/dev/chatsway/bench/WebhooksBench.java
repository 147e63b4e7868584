package dev.chatsway.bench;

import com.sun.net.httpserver.HttpServer;
import dev.chatsway.redis.webhook.Webhooks;
import dev.chatsway.session.RoundRequest;
import dev.chatsway.session.Session;
import dev.chatsway.standalone.ChatswayCommand;
import dev.chatsway.standalone.Environment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.HdrHistogram.ConcurrentHistogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/**
 * What webhooks of many sessions cost while nothing is sent for nearly all of them, and how long an event takes: a round of
 * one session after the other is opened, and a receiver in this process waits for {@code round.opened}.
 */
@Command(
    name = "webhooks",
    description = "What sessions with a webhook cost, and how long an event takes to its receiver.",
    mixinStandardHelpOptions = true)
final class WebhooksBench implements ChatswayCommand {

  private static final int AT_ONCE = 256;
  private static final int WARM_SECONDS = 15;
  private static final int LAST_SECONDS = 5;
  private static final String CLAIMS =
      "chatsway_redis_call_seconds_count{call=\"claim_deliveries\"}";

  @Mixin
  private Runs runs = new Runs();

  @Option(names = "--sessions", description = "Sessions with a webhook each (${DEFAULT-VALUE}).")
  private int sessions = 10_000;

  @Option(names = "--events", description = "Rounds that are opened a second (${DEFAULT-VALUE}).")
  private int events = 5;

  @Option(names = "--seconds", description = "Seconds to measure (${DEFAULT-VALUE}).")
  private int seconds = 30;

  @Override
  public Integer call() throws IOException, InterruptedException {
    return runs.of(this::run);
  }

  private void run(Results results) throws IOException, InterruptedException {
    var openedAt = new ConcurrentHashMap<String, Long>();
    var delays = new ConcurrentHistogram(3);
    var receiver = receiver(openedAt, delays);
    try (var store = new BenchRedis(Environment.load())) {
      var made = store.sessions(sessions);
      add(store.webhooks(), made, "http://127.0.0.1:" + receiver.getAddress().getPort() + "/");
      try (var instance = Instance.start(store.redis().url())) {
        Thread.sleep(WARM_SECONDS * 1_000L); // warms up
        var usage = Usage.of(instance, store.redis());
        double claims = instance.metrics().sum(CLAIMS);
        open(store, made, openedAt);
        var report = usage
            .into(new Report("webhooks")
                .given("sessions", sessions)
                .given("events_per_second", events))
            .with("claims_per_second", (instance.metrics().sum(CLAIMS) - claims) / usage.seconds());
        Thread.sleep(LAST_SECONDS * 1_000L); // the last events arrive
        results.add(report
            .with("events", (long) seconds * events)
            .with("missing", openedAt.size())
            .millis("event", delays.copy()));
      }
    } finally {
      receiver.stop(0);
    }
  }

  private static HttpServer receiver(Map<String, Long> openedAt, ConcurrentHistogram delays)
      throws IOException {
    var receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.setExecutor(Executors.newCachedThreadPool());
    receiver.createContext("/", exchange -> {
      long now = System.nanoTime();
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var session = JsonMapper.shared().readTree(body).at("/data/session").asString();
      @Nullable Long opened = openedAt.remove(session);
      if (opened != null) {
        delays.recordValue(now - opened);
      }
      exchange.sendResponseHeaders(204, -1);
      exchange.close();
    });
    receiver.start();
    return receiver;
  }

  private static void add(Webhooks webhooks, List<Session> sessions, String url)
      throws InterruptedException {
    var added = new ArrayList<CompletableFuture<?>>(sessions.size());
    var free = new Semaphore(AT_ONCE);
    for (var session : sessions) {
      free.acquire();
      CompletionStage<?> one = webhooks.add(session.id(), url);
      added.add(one.whenComplete((webhook, failure) -> free.release()).toCompletableFuture());
    }
    added.forEach(CompletableFuture::join);
  }

  private void open(BenchRedis store, List<Session> made, Map<String, Long> openedAt)
      throws InterruptedException {
    var rounds = store.rounds();
    var request = RoundRequest.parse(JsonMapper.shared().createObjectNode());
    long start = System.nanoTime();
    for (long i = 0; i < (long) seconds * events; i++) {
      long due = start + i * 1_000_000_000L / events;
      Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
      var session = made.get((int) (i * 7_919 % made.size()));
      openedAt.put(session.id().toString(), System.nanoTime());
      rounds.open(session.id(), request).toCompletableFuture().join();
    }
    long left = start + seconds * 1_000_000_000L - System.nanoTime();
    Thread.sleep(Math.max(0, left / 1_000_000));
  }
}
