package dev.chatsway.ingest;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request comes from the platform it says it comes from: its headers are there, its timestamp is fresh, its
 * signature is right, in this order.
 *
 * @param verifier knows the platform's secret or key; null if none is configured, and then nothing is taken
 * @param setting the full key of the setting that is missing then
 */
record WebhookVerifier(
    String idHeader,
    String timestampHeader,
    String signatureHeader,
    String typeHeader,
    TimestampTolerance freshness,
    Signatures.@Nullable Verifier verifier,
    String setting) {

  /** Why the request is turned away, or empty if it is proven. */
  Optional<Refusal> check(WebhookRequest delivery) {
    if (verifier == null) {
      return Optional.of(WebhookRejection.NOT_CONFIGURED.because(
          "this endpoint takes nothing until " + setting + " is set"));
    }
    var id = delivery.header(idHeader).orElse(null);
    var timestamp = delivery.header(timestampHeader).orElse(null);
    var signature = delivery.header(signatureHeader).orElse(null);
    if (id == null || timestamp == null || signature == null) {
      return missing(id == null ? idHeader : timestamp == null ? timestampHeader : signatureHeader);
    }
    if (delivery.header(typeHeader).isEmpty()) {
      return missing(typeHeader);
    }
    Instant sentAt;
    try {
      sentAt = Instant.parse(timestamp);
    } catch (DateTimeException e) {
      return Optional.of(WebhookRejection.MALFORMED_HEADER.because(
          "the header " + timestampHeader + " is not an RFC 3339 timestamp"));
    }
    return freshness
        .check(sentAt)
        .or(() -> verifier.isValid(id, timestamp, delivery.body(), signature)
            ? Optional.empty()
            : Optional.of(WebhookRejection.BAD_SIGNATURE.because(
                signatureHeader + " does not fit this request")));
  }

  private static Optional<Refusal> missing(String header) {
    return Optional.of(
        WebhookRejection.MISSING_HEADER.because("the header " + header + " is missing"));
  }
}
