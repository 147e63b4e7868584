package dev.chatsway.standalone.demo;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Twitch's part: delivers messages to {@code POST /webhooks/eventsub} at least once. One that was not taken in (503, or no
 * answer at all) is tried again with the same id, later and later; one that was refused is given up.
 */
final class Webhook implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Webhook.class);

  /** Two seconds of chat: when that much waits, chat falls silent, and afterwards the bar does not leap. */
  private static final int MOST_WAITING = 40;

  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /** How often, while chat flows, one that was taken in comes a second time all the same, as happens with Twitch. */
  private static final double DELIVERED_TWICE = 0.02;

  private final HttpClient client;
  private final URI url;
  private final String secret;

  // counted on the client's threads
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private volatile boolean open = true;

  Webhook(HttpClient client, String serverUrl, String secret) {
    this.client = client;
    this.url = URI.create(serverUrl + "/webhooks/eventsub");
    this.secret = secret;
  }

  /** Whether another message may be delivered now. */
  boolean hasRoom() {
    return open && waiting.get() < MOST_WAITING;
  }

  /** Messages that have no answer yet. */
  int waiting() {
    return waiting.get();
  }

  /** Deliveries that were acknowledged. */
  long taken() {
    return taken.get();
  }

  /** Starts to deliver a message. */
  void deliver(ChatMessage message) {
    waiting.incrementAndGet();
    attempt(message, 0);
  }

  private void attempt(ChatMessage message, int retry) {
    if (open) {
      var unused = client
          .sendAsync(request(message, retry), BodyHandlers.discarding())
          .whenComplete((response, failure) -> answered(message, retry, response));
    }
  }

  private void answered(ChatMessage message, int retry, @Nullable HttpResponse<Void> response) {
    var status = response == null ? 503 : response.statusCode();
    if (status == 503) {
      CompletableFuture.delayedExecutor(pauseMillis(retry), TimeUnit.MILLISECONDS)
          .execute(() -> attempt(message, retry + 1));
    } else if (status / 100 == 2) {
      taken.incrementAndGet();
      if (ThreadLocalRandom.current().nextDouble() < DELIVERED_TWICE) {
        attempt(message, retry + 1);
      } else {
        waiting.decrementAndGet();
      }
    } else {
      waiting.decrementAndGet();
      if (refused.getAndIncrement() == 0) {
        log.warn("A message of the demo's chat was refused with status {}", status); // told once
      }
    }
  }

  /** Exponential, with half of it left to chance, so that what failed together does not come back together. */
  private static long pauseMillis(int retry) {
    var longest = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(retry, 10));
    return ThreadLocalRandom.current().nextLong(longest / 2, longest + 1);
  }

  private HttpRequest request(ChatMessage message, int retry) {
    var timestamp = message.sentAt().toString();
    var body = message.toJson();
    return HttpRequest.newBuilder(url)
        .timeout(ANSWER)
        .header("Content-Type", "application/json")
        .header("Twitch-Eventsub-Message-Id", message.id())
        .header("Twitch-Eventsub-Message-Retry", String.valueOf(retry))
        .header("Twitch-Eventsub-Message-Type", "notification")
        .header("Twitch-Eventsub-Message-Timestamp", timestamp)
        .header(
            "Twitch-Eventsub-Message-Signature",
            Signature.of(secret, message.id(), timestamp, body))
        .header("Twitch-Eventsub-Subscription-Type", ChatMessage.TYPE)
        .header("Twitch-Eventsub-Subscription-Version", ChatMessage.VERSION)
        .POST(BodyPublishers.ofByteArray(body))
        .build();
  }

  /** Delivers nothing any more; what is on its way is left to itself. */
  @Override
  public void close() {
    open = false;
  }
}
