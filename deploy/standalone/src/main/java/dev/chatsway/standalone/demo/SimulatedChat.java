package dev.chatsway.standalone.demo;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The demo's chat: 20 lines a second from a {@link Crowd} to the real webhook, and every 10 s a line on how they fared. */
public final class SimulatedChat implements AutoCloseable {

  private static final long LINE_MILLIS = 50;
  private static final long REPORT_SECONDS = 10;
  private static final Duration ANSWER = Duration.ofSeconds(2);

  private final HttpClient client;
  private final HttpRequest metrics;
  private final Consumer<String> reports;
  private final Webhook webhook;
  private final Crowd crowd;
  private final long start = System.nanoTime();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(task -> {
        var daemon = new Thread(task, "demo-chat");
        daemon.setDaemon(true);
        return daemon;
      });

  private SimulatedChat(
      HttpClient client, String serverUrl, String secret, Consumer<String> reports) {
    this.client = client;
    this.metrics = HttpRequest.newBuilder(URI.create(serverUrl + "/metrics"))
        .timeout(ANSWER)
        .build();
    this.reports = reports;
    this.webhook = new Webhook(client, serverUrl, secret);
    var random = new SplittableRandom();
    this.crowd = new Crowd(random, new Mood(random));
  }

  /**
   * Starts to type, on a thread of its own.
   *
   * @param secret what the server expects EventSub notifications to be signed with
   * @param reports is given a line for a person every 10 s
   */
  public static SimulatedChat start(
      HttpClient client, String serverUrl, String secret, Consumer<String> reports) {
    var chat = new SimulatedChat(client, serverUrl, secret, reports);
    chat.repeat(chat::type, LINE_MILLIS, LINE_MILLIS);
    var report = TimeUnit.SECONDS.toMillis(REPORT_SECONDS);
    chat.repeat(chat::report, report, report);
    return chat;
  }

  /** With a pause between, and not at a rate: a laptop that slept does not make up for it. */
  private void repeat(Runnable task, long delayMillis, long pauseMillis) {
    var unused =
        thread.scheduleWithFixedDelay(task, delayMillis, pauseMillis, TimeUnit.MILLISECONDS);
  }

  private void type() {
    if (webhook.hasRoom()) {
      var line = crowd.next((System.nanoTime() - start) / 1e9);
      webhook.deliver(ChatMessage.of(line, DemoSession.CHANNEL, Instant.now()));
    }
  }

  /** A report whose numbers cannot be had is left out; the next one has them all again. */
  private void report() {
    var unused = client.sendAsync(metrics, BodyHandlers.ofString()).thenAccept(response -> {
      if (!thread.isShutdown()) {
        reports.accept("Demo: %s messages delivered: %s%s"
            .formatted(
                webhook.taken(),
                VoteCounts.parse(response.body()),
                webhook.waiting() > 1
                    ? "; " + webhook.waiting() + " waiting to be delivered"
                    : ""));
      }
    });
  }

  /** Falls silent at once. */
  @Override
  public void close() {
    webhook.close();
    thread.shutdownNow();
  }
}
