package dev.chatsway.standalone;

import dev.chatsway.session.LiveState;
import dev.chatsway.session.VoteStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What only the live state of a session knows, and no function of the library tells.
 *
 * @param at when the state was last written, on Redis's clock
 * @param value what it was then, before any decay, in [-100, 100]
 */
record LastWrite(Instant at, double value) {

  /** Reads the bytes of a live key; empty if they are the tombstone of a deleted session. */
  static Optional<LastWrite> in(byte[] live) {
    LiveState written = LiveState.at(0, live);
    if (written.status() != VoteStatus.OK) {
      return Optional.empty();
    }
    var at = Instant.EPOCH.plus((long) written.writtenAt(), ChronoUnit.MICROS);
    return Optional.of(new LastWrite(at, written.value()));
  }
}
