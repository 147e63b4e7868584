package dev.chatsway.ingest;

import java.util.Locale;

/** Why a request is turned away as a whole; nothing of it was counted (docs/interface.md, section 6). */
enum WebhookRejection {
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
  /** The secret that would prove the request is not set here: nothing is ever taken unsigned. */
  NOT_CONFIGURED(503),
  /** The key that would prove the request could not be fetched from where the operator said. */
  KEY_UNAVAILABLE(503),
  REDIS_UNAVAILABLE(503),
  INTERNAL_ERROR(500);

  private final int status;

  WebhookRejection(int status) {
    this.status = status;
  }

  /** The HTTP status. */
  int status() {
    return status;
  }

  /** The word in {@code reason}, in metrics and in the log. */
  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** With what was wrong, and what is allowed. */
  Refusal because(String detail) {
    return new Refusal(this, detail);
  }
}
