package dev.chatsway.ingest;

import dev.chatsway.ingest.WebhookRejection.Reason;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Verifies that a request comes from the platform it says: its headers are there, its timestamp is fresh, its signature is
 * right, in this order.
 *
 * @param verifier knows the platform's secret or key; null if none is configured: then every request is refused
 * @param setting the full key of the setting that is missing then
 */
record WebhookVerifier(
    String idHeader,
    String timestampHeader,
    String signatureHeader,
    String typeHeader,
    TimestampTolerance tolerance,
    Signatures.@Nullable Verifier verifier,
    String setting) {

  /** Refuses a request that is not proven. */
  void verify(WebhookRequest webhook) {
    if (verifier == null) {
      throw Reason.NOT_CONFIGURED.because(
          "this endpoint accepts no requests until " + setting + " is set");
    }
    var id = required(webhook, idHeader);
    var timestamp = required(webhook, timestampHeader);
    var signature = required(webhook, signatureHeader);
    required(webhook, typeHeader);
    tolerance.check(sentAt(timestamp));
    if (!verifier.isValid(id, timestamp, webhook.body(), signature)) {
      throw Reason.BAD_SIGNATURE.because(signatureHeader + " does not match this request");
    }
  }

  private Instant sentAt(String timestamp) {
    try {
      return Instant.parse(timestamp);
    } catch (DateTimeException e) {
      throw Reason.MALFORMED_HEADER.because(
          "the header " + timestampHeader + " is not an RFC 3339 timestamp");
    }
  }

  private static String required(WebhookRequest webhook, String header) {
    return webhook
        .header(header)
        .orElseThrow(() -> Reason.MISSING_HEADER.because("the header " + header + " is missing"));
  }
}
