package dev.chatsway.ingest;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.HttpChallenge;
import akka.http.javadsl.model.headers.WWWAuthenticate;
import akka.http.scaladsl.model.EntityStreamException;
import akka.http.scaladsl.model.EntityStreamSizeException;
import dev.chatsway.http.Problem;
import dev.chatsway.session.StoreUnavailableException;
import dev.chatsway.session.json.FieldError;
import dev.chatsway.session.json.InvalidFieldsException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** Refuses a request as a whole: nothing of it was counted (docs/interface.md, section 6). Has no stack trace. */
final class WebhookRejection extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Why a request is refused. */
  enum Reason {
    MISSING_HEADER(400),
    MALFORMED_HEADER(400),
    NOT_JSON(400),
    WRONG_SHAPE(400),
    BROKEN_BODY(400),
    NO_TOKEN(401),
    UNKNOWN_TOKEN(401),
    BAD_SIGNATURE(403),
    STALE_TIMESTAMP(403),
    FUTURE_TIMESTAMP(403),
    SLOW_BODY(408),
    TOO_LARGE(413),
    /** The token's or secret's session has sent more than its budget. */
    OVER_BUDGET(429),
    /** Too many tokens and signatures from this address were wrong. */
    TOO_MANY_GUESSES(429),
    /** The secret that would prove the request is not set here: no request is taken unsigned. */
    NOT_CONFIGURED(503),
    /** The key that would prove the request could not be fetched from the configured URL. */
    KEY_UNAVAILABLE(503),
    REDIS_UNAVAILABLE(503),
    INTERNAL_ERROR(500);

    private final int status;

    Reason(int status) {
      this.status = status;
    }

    /** The word in {@code reason}, in metrics and in the log. */
    String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Refuses with what was wrong and what is allowed; never with a secret. */
    WebhookRejection because(String detail) {
      return new WebhookRejection(this, detail, List.of());
    }
  }

  private final Reason reason;
  private final transient List<FieldError> errors;

  private WebhookRejection(Reason reason, String detail, List<FieldError> errors) {
    super(detail, null, false, false);
    this.reason = reason;
    this.errors = errors;
  }

  /** What a failure means for the sender of the request. */
  static WebhookRejection of(Throwable failure, IngestSettings settings) {
    if (failure instanceof CompletionException wrapped && wrapped.getCause() != null) {
      return of(wrapped.getCause(), settings);
    }
    if (failure instanceof WebhookRejection rejection) {
      return rejection;
    }
    if (failure instanceof InvalidFieldsException invalid) {
      return new WebhookRejection(
          Reason.WRONG_SHAPE,
          "One or more fields are invalid; no vote was counted",
          invalid.errors());
    }
    if (failure instanceof StoreUnavailableException) {
      return Reason.REDIS_UNAVAILABLE.because("Redis did not decide the vote; try again");
    }
    if (failure instanceof EntityStreamSizeException) {
      return Reason.TOO_LARGE.because("the body is longer than " + settings.maxBody() + " bytes");
    }
    if (failure instanceof TimeoutException) {
      return Reason.SLOW_BODY.because(
          "the body did not arrive within " + settings.bodyTimeout().toMillis() + " ms");
    }
    return failure instanceof EntityStreamException
        ? Reason.BROKEN_BODY.because("the body ended too early")
        : Reason.INTERNAL_ERROR.because("Internal server error");
  }

  Reason reason() {
    return reason;
  }

  /** The answer; one that may be sent again says when. */
  HttpResponse response() {
    var response = Problem.of(StatusCodes.get(reason.status), String.valueOf(getMessage()), errors)
        .withReason(reason.wire())
        .response();
    return switch (reason) {
      case NO_TOKEN, UNKNOWN_TOKEN ->
        response.addHeader(WWWAuthenticate.create(HttpChallenge.create("Bearer", "chatsway")));
      case OVER_BUDGET, TOO_MANY_GUESSES ->
        response.addHeader(akka.http.javadsl.model.headers.RawHeader.create("Retry-After", "1"));
      default -> response;
    };
  }
}
