package dev.chatsway.http;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.extractRequest;

import akka.http.javadsl.model.HttpMethod;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.Allow;
import akka.http.javadsl.server.ExceptionHandler;
import akka.http.javadsl.server.MethodRejection;
import akka.http.javadsl.server.RejectionHandler;
import akka.http.scaladsl.model.EntityStreamSizeException;
import dev.chatsway.session.StoreUnavailableException;
import dev.chatsway.session.json.InvalidFieldsException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every failure as a problem document, in one place. What is our own fault is logged, and not told. */
public final class Problems {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private Problems() {}

  /** For what was thrown, or failed a stage. */
  public static ExceptionHandler exceptionHandler() {
    return ExceptionHandler.newBuilder()
        .matchAny(failure ->
            extractRequest(request -> complete(response(failure, RequestId.of(request)))))
        .build();
  }

  /** For what no route took. */
  public static RejectionHandler rejectionHandler() {
    return RejectionHandler.newBuilder()
        .handleAll(
            MethodRejection.class,
            rejections -> complete(Problem.of(
                    StatusCodes.METHOD_NOT_ALLOWED,
                    "allowed: "
                        + rejections.stream()
                            .map(each -> each.supported().value())
                            .distinct()
                            .collect(Collectors.joining(", ")))
                .response()
                .addHeader(Allow.create(rejections.stream()
                    .map(MethodRejection::supported)
                    .distinct()
                    .toArray(HttpMethod[]::new)))))
        .handleNotFound(
            complete(Problem.of(StatusCodes.NOT_FOUND, "there is nothing here").response()))
        .build()
        .withFallback(RejectionHandler.defaultHandler());
  }

  /** The answer to the failure of a request whose id is not at hand. */
  public static HttpResponse response(Throwable failure) {
    return response(failure, "");
  }

  /** The answer to a failure, and a line of log where it is ours; {@code request} is the id of the request that failed. */
  static HttpResponse response(Throwable failure, String request) {
    if (failure instanceof CompletionException wrapped && wrapped.getCause() != null) {
      return response(wrapped.getCause(), request);
    }
    if (failure instanceof InvalidFieldsException invalid) {
      return Problem.of(StatusCodes.BAD_REQUEST, "a field is not as it has to be", invalid.errors())
          .response();
    }
    if (failure instanceof EntityStreamSizeException tooLarge) {
      return problem(
          StatusCodes.CONTENT_TOO_LARGE, "body: more than " + tooLarge.limit() + " bytes");
    }
    if (failure instanceof StoreUnavailableException) {
      return problem(StatusCodes.SERVICE_UNAVAILABLE, "Redis is not answering");
    }
    if (failure instanceof TimeoutException) {
      return problem(StatusCodes.SERVICE_UNAVAILABLE, "no answer in time");
    }
    LOG.atError()
        .addKeyValue("request", request)
        .setCause(failure)
        .log("A request failed for a reason of ours: {}", request);
    return problem(StatusCodes.INTERNAL_SERVER_ERROR, "this is our fault, and has been logged");
  }

  private static HttpResponse problem(StatusCode status, String detail) {
    return Problem.of(status, detail).response();
  }
}
