package dev.chatsway.bench;

import dev.chatsway.bench.Instance.Bar;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Bots that vote at an even pace whatever the answers are; a vote that finds too many unanswered is left out. */
final class SoakVotes implements AutoCloseable {

  private static final int UNANSWERED = 16; // connections, too
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Semaphore unanswered = new Semaphore(UNANSWERED);
  private final AtomicLong counted = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final URI endpoint;
  private final List<Bar> bars;
  private int next;

  SoakVotes(URI server, List<Bar> bars, int perSecond) {
    this.endpoint = server.resolve("/webhooks/votes");
    this.bars = bars;
    var unused =
        clock.scheduleAtFixedRate(this::vote, 0, 1_000_000_000L / perSecond, TimeUnit.NANOSECONDS);
  }

  /** Votes answered 200. */
  long counted() {
    return counted.get();
  }

  /** Votes answered anything else, or not at all, or not sent because too many were unanswered. */
  long refused() {
    return refused.get();
  }

  private void vote() {
    if (!unanswered.tryAcquire()) {
      refused.incrementAndGet();
      return;
    }
    var side = next % 3 == 0 ? "against" : "for";
    var bar = bars.get(next++ % bars.size());
    var request = HttpRequest.newBuilder(endpoint)
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + bar.voteToken())
        .POST(BodyPublishers.ofString("{\"voter\":\"%s\",\"id\":\"%s\",\"side\":\"%s\"}"
            .formatted(UUID.randomUUID(), UUID.randomUUID(), side)))
        .build();
    var unused = http.sendAsync(request, BodyHandlers.discarding()).handle((answer, failure) -> {
      unanswered.release();
      return failure == null && answer.statusCode() == 200
          ? counted.incrementAndGet()
          : refused.incrementAndGet();
    });
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
