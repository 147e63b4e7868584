package dev.chatsway.http;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.extractRequest;

import akka.http.javadsl.model.HttpMethod;
import akka.http.javadsl.model.HttpMethods;
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
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns every failure into a problem document. Internal errors are logged, and not revealed. */
public final class Problems {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private Problems() {}

  /** Handles exceptions that a route threw or that failed its stage. */
  public static ExceptionHandler exceptionHandler() {
    return ExceptionHandler.newBuilder()
        .matchAny(failure ->
            extractRequest(request -> complete(response(failure, RequestId.of(request)))))
        .build();
  }

  /** Handles requests that no route matched. */
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
                .addHeader(
                    allow(rejections.stream().map(MethodRejection::supported).toList()))))
        .handleNotFound(complete(Problem.of(StatusCodes.NOT_FOUND, "not found").response()))
        .build()
        .withFallback(RejectionHandler.defaultHandler());
  }

  /** The header {@code Allow}; what answers GET answers HEAD too. */
  public static Allow allow(List<HttpMethod> methods) {
    return Allow.create(methods.stream()
        .flatMap(each ->
            each.equals(HttpMethods.GET) ? Stream.of(each, HttpMethods.HEAD) : Stream.of(each))
        .distinct()
        .toArray(HttpMethod[]::new));
  }

  /** Responds to a failure of a request whose id is unknown. */
  public static HttpResponse response(Throwable failure) {
    return response(failure, "");
  }

  /** Responds to a failure; internal errors are logged with the request's id. */
  static HttpResponse response(Throwable failure, String request) {
    if (failure instanceof CompletionException wrapped && wrapped.getCause() != null) {
      return response(wrapped.getCause(), request);
    }
    if (failure instanceof InvalidFieldsException invalid) {
      return Problem.of(StatusCodes.BAD_REQUEST, "one or more fields are invalid", invalid.errors())
          .response();
    }
    if (failure instanceof EntityStreamSizeException tooLarge) {
      return problem(
          StatusCodes.CONTENT_TOO_LARGE, "body: larger than " + tooLarge.limit() + " bytes");
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
        .log("Request failed unexpectedly: {}", request);
    return problem(StatusCodes.INTERNAL_SERVER_ERROR, "internal server error; it has been logged");
  }

  private static HttpResponse problem(StatusCode status, String detail) {
    return Problem.of(status, detail).response();
  }
}
