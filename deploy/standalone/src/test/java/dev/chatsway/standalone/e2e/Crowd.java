package dev.chatsway.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Voters who come at an even pace, whatever becomes of it, and each vote once, for. */
public final class Crowd implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** One vote on its way; the answer is empty if the connection ended without one. */
  private record Cast(
      Notification notification, CompletableFuture<Optional<HttpResponse<Void>>> answer) {}

  private final Site site;
  private final String channel;
  private final List<Cast> casts = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

  /** Begins at once, with a vote every {@code pause}. */
  public Crowd(Site site, String channel, Duration pause) {
    this.site = site;
    this.channel = channel;
    var unused = clock.scheduleAtFixedRate(
        () -> vote(casts.size()), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void vote(int voter) {
    var notification = Notification.of(channel, "voter" + voter, "+");
    casts.add(new Cast(
        notification,
        site.sendAsync(notification).handle((answer, failure) -> Optional.ofNullable(answer))));
  }

  /** Nobody comes any more; returns when everyone has an answer, or knows that none will come. */
  public void stop() throws InterruptedException {
    clock.shutdown();
    assertThat(clock.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
        .isTrue();
    CompletableFuture.allOf(casts.stream().map(Cast::answer).toArray(CompletableFuture[]::new))
        .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  /** How many were answered with this status so far; 0: the connection ended without an answer. */
  public long answered(int status) {
    return casts.stream().filter(cast -> has(status, cast)).count();
  }

  public int size() {
    return casts.size();
  }

  /** Everyone who was told to come again does so, once, and must be counted then. */
  public void retry() throws Exception {
    for (var cast : casts) {
      if (has(503, cast)) {
        assertThat(cast.answer().join().orElseThrow().headers().firstValue("Retry-After"))
            .isPresent();
        assertThat(site.send(cast.notification())).isEqualTo(204);
      }
    }
  }

  private static boolean has(int status, Cast cast) {
    return cast.answer().isDone()
        && cast.answer().join().map(HttpResponse::statusCode).orElse(0) == status;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
