package dev.chatsway.http;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.extractMaterializer;
import static akka.http.javadsl.server.Directives.extractRequest;

import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.Route;
import dev.chatsway.session.json.StrictJson;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads JSON bodies up to a size and time limit. */
public final class JsonBody {

  private final long limit;
  private final Duration timeout;

  /** Accepts bodies of up to {@code limit} bytes that arrive within {@code timeout}. */
  public JsonBody(long limit, Duration timeout) {
    this.limit = limit;
    this.timeout = timeout;
  }

  /** Applies {@code answer} to the body; an empty body counts as an object without fields. */
  public Route json(Function<JsonNode, CompletionStage<HttpResponse>> answer) {
    return extractMaterializer(materializer -> extractRequest(request -> completeWithFuture(request
        .entity()
        .withSizeLimit(limit)
        .toStrict(timeout.toMillis(), materializer)
        // without an executor, Akka's stage would start a thread for what follows
        .handleAsync(
            (entity, failure) -> failure == null ? answered(answer, entity) : refused(failure),
            Runnable::run)
        .thenCompose(answered -> answered))));
  }

  private static CompletionStage<HttpResponse> answered(
      Function<JsonNode, CompletionStage<HttpResponse>> answer, HttpEntity.Strict entity) {
    byte[] bytes = entity.getData().toArray();
    JsonNode body;
    try {
      body = bytes.length == 0 ? JsonNodeFactory.instance.objectNode() : StrictJson.read(bytes);
    } catch (
        StrictJson.NotJsonException
            e) { // only here: a failure to write an answer is no fault of the body
      return CompletableFuture.completedFuture(
          Problem.of(StatusCodes.BAD_REQUEST, "body: " + e.getMessage()).response());
    }
    return answer.apply(body);
  }

  private CompletionStage<HttpResponse> refused(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof TimeoutException
        ? CompletableFuture.completedFuture(Problem.of(
                StatusCodes.REQUEST_TIMEOUT,
                "body: not received within " + timeout.toMillis() + " ms")
            .response())
        : CompletableFuture.failedFuture(failure);
  }
}
