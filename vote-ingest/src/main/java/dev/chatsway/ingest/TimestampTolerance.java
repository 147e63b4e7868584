package dev.chatsway.ingest;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How far a signed timestamp may be from now, so that a captured request cannot be sent again later. */
record TimestampTolerance(Clock clock, Duration maxAge, Duration maxAhead) {

  Optional<Refusal> check(Instant sentAt) {
    var age = Duration.between(sentAt, clock.instant());
    if (age.compareTo(maxAge) > 0) {
      return Optional.of(WebhookRejection.STALE_TIMESTAMP.because("the timestamp is "
          + age.toSeconds() + " s old; at most " + maxAge.toSeconds() + " s are allowed"));
    }
    if (age.negated().compareTo(maxAhead) > 0) {
      return Optional.of(WebhookRejection.FUTURE_TIMESTAMP.because("the timestamp is "
          + -age.toSeconds()
          + " s ahead of this server's clock; at most "
          + maxAhead.toSeconds()
          + " s are allowed"));
    }
    return Optional.empty();
  }
}
