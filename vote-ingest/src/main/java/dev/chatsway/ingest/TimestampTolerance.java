package dev.chatsway.ingest;

import dev.chatsway.ingest.WebhookRejection.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The allowed distance of a signed timestamp from now, so that a captured request cannot be replayed later. */
record TimestampTolerance(Clock clock, Duration maxAge, Duration maxAhead) {

  /** Refuses a timestamp that is out of tolerance. */
  void check(Instant sentAt) {
    var age = Duration.between(sentAt, clock.instant());
    if (age.compareTo(maxAge) > 0) {
      throw Reason.STALE_TIMESTAMP.because("the timestamp is " + age.toSeconds()
          + " s old; at most " + maxAge.toSeconds() + " s are allowed");
    }
    if (age.negated().compareTo(maxAhead) > 0) {
      throw Reason.FUTURE_TIMESTAMP.because("the timestamp is " + -age.toSeconds()
          + " s ahead of this server's clock; at most " + maxAhead.toSeconds()
          + " s are allowed");
    }
  }
}
