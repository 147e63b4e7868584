package dev.chatsway.twitch;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Sends requests to Twitch without blocking a thread, with retries: a throttled one (429) waits for
 * {@code Ratelimit-Reset}, a failed one (5xx, no response) for a pause with jitter. All other statuses are returned.
 */
final class TwitchHttp {

  /** A final response; without JSON, {@code body} is missing. */
  record Answer(int status, JsonNode body) {

    boolean isOk() {
      return status / 100 == 2;
    }

    /** The status and Twitch's message, if any, truncated for logs. */
    String words() {
      var message = body.path("message").asString("");
      return status
          + (message.isEmpty() ? "" : " " + message.substring(0, Math.min(200, message.length())));
    }
  }

  /** Either a response, or the reason and time for a retry. */
  private record Outcome(@Nullable Answer answer, String why, Duration pause) {}

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final long LONGEST_THROTTLING_SECONDS = 120;

  private final HttpClient client;
  private final TwitchMetrics metrics;
  private final Executor executor;
  private final Duration timeout;

  TwitchHttp(TwitchSettings settings, TwitchMetrics metrics, Executor executor) {
    this.client = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(settings.timeout())
        .executor(executor)
        .build();
    this.metrics = metrics;
    this.executor = executor;
    this.timeout = settings.timeout();
  }

  /**
   * Returns the response; fails with a {@link TwitchException} once all attempts are used up.
   *
   * @param call its name in metrics and messages
   */
  CompletionStage<Answer> send(String call, HttpRequest request, RetryPolicy patience) {
    return attempt(call, request, patience, 1);
  }

  private CompletionStage<Answer> attempt(
      String call, HttpRequest request, RetryPolicy patience, int attempt) {
    return client
        .sendAsync(request, BodyHandlers.ofByteArray())
        .orTimeout(
            timeout.toMillis(), TimeUnit.MILLISECONDS) // the request's own ends with the head
        .handle((response, failure) -> failure == null
            ? judge(call, response, patience, attempt)
            : unanswered(call, failure, patience, attempt))
        .thenCompose(outcome -> {
          if (outcome.answer != null) {
            return CompletableFuture.completedStage(outcome.answer);
          }
          if (attempt >= patience.tries()) {
            return CompletableFuture.failedStage(
                new TwitchException("Twitch's " + call + ": " + outcome.why));
          }
          return CompletableFuture.runAsync(
                  () -> {},
                  CompletableFuture.delayedExecutor(
                      outcome.pause.toMillis(), TimeUnit.MILLISECONDS, executor))
              .thenCompose(waited -> attempt(call, request, patience, attempt + 1));
        });
  }

  private Outcome judge(
      String call, HttpResponse<byte[]> response, RetryPolicy patience, int attempt) {
    int status = response.statusCode();
    metrics.called(call, TwitchMetrics.result(status));
    var answer = new Answer(status, json(response.body()));
    var jitter = patience.pause(attempt - 1);
    if (status == 429) {
      return new Outcome(null, answer.words(), untilReset(response).plus(jitter));
    }
    return new Outcome(status >= 500 ? null : answer, answer.words(), jitter);
  }

  private Outcome unanswered(String call, Throwable failure, RetryPolicy patience, int attempt) {
    metrics.called(call, "unanswered");
    var cause = failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
    var why = "no answer (" + cause.getClass().getSimpleName() + ")";
    return new Outcome(null, why, patience.pause(attempt - 1));
  }

  /** By Twitch's clock, if the response has the time. */
  private static Duration untilReset(HttpResponse<?> response) {
    var headers = response.headers();
    long reset = headers.firstValue("Ratelimit-Reset").map(TwitchHttp::number).orElse(0L);
    long now = headers
        .firstValue("Date")
        .map(TwitchHttp::epochSecond)
        .orElseGet(() -> Instant.now().getEpochSecond());
    return Duration.ofSeconds(Math.max(0, Math.min(LONGEST_THROTTLING_SECONDS, reset - now)));
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static long epochSecond(String date) {
    try {
      return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toEpochSecond();
    } catch (DateTimeParseException e) {
      return Instant.now().getEpochSecond();
    }
  }

  private static JsonNode json(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }
}
