package dev.chatsway.ingest;

import akka.http.scaladsl.model.EntityStreamException;
import akka.http.scaladsl.model.EntityStreamSizeException;
import dev.chatsway.session.StoreUnavailableException;
import dev.chatsway.session.json.InvalidFieldsException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** What a failure means for the one who sent the request. */
final class Failures {

  private Failures() {}

  static WebhookRejection rejection(Throwable failure) {
    var cause = cause(failure);
    if (cause instanceof StoreUnavailableException) {
      return WebhookRejection.REDIS_UNAVAILABLE;
    }
    if (cause instanceof InvalidFieldsException) {
      return WebhookRejection.WRONG_SHAPE;
    }
    if (cause instanceof EntityStreamSizeException) {
      return WebhookRejection.TOO_LARGE;
    }
    if (cause instanceof TimeoutException) {
      return WebhookRejection.SLOW_BODY;
    }
    return cause instanceof EntityStreamException
        ? WebhookRejection.BROKEN_BODY
        : WebhookRejection.INTERNAL_ERROR;
  }

  static Refusal refusal(Throwable failure, IngestSettings settings) {
    var rejection = rejection(failure);
    return switch (rejection) {
      case REDIS_UNAVAILABLE ->
        rejection.because("the vote could not be decided just now; send it again");
      case TOO_LARGE ->
        rejection.because("the body is longer than " + settings.maxBody() + " bytes");
      case SLOW_BODY ->
        rejection.because(
            "the body did not come within " + settings.bodyTimeout().toMillis() + " ms");
      case BROKEN_BODY -> rejection.because("the body ended too early");
      case WRONG_SHAPE ->
        new Refusal(
            rejection,
            "the body does not have the expected shape; nothing was counted",
            ((InvalidFieldsException) cause(failure)).errors());
      default ->
        rejection.because("something went wrong here; nothing is known to have been counted");
    };
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
