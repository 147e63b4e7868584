package dev.chatsway.standalone;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What only the packed live state of a session knows, and no function of the library tells (STATE in chatsway.lua: eight
 * little-endian doubles, and counts that follow).
 *
 * @param at when the state was last written, on Redis's clock
 * @param value what it was then, before any decay, in [-100, 100]
 */
record LastWrite(Instant at, double value) {

  private static final int STATE_BYTES = 8 * Double.BYTES;
  private static final int VALUE = 0;
  private static final int AT_MICROS = 3 * Double.BYTES;

  /** Reads the bytes of a live key; empty if they are the tombstone of a deleted session. */
  static Optional<LastWrite> in(byte[] live) {
    if (live.length < STATE_BYTES) {
      return Optional.empty();
    }
    var state = ByteBuffer.wrap(live).order(ByteOrder.LITTLE_ENDIAN);
    var at = Instant.EPOCH.plus((long) state.getDouble(AT_MICROS), ChronoUnit.MICROS);
    return Optional.of(new LastWrite(at, state.getDouble(VALUE)));
  }
}
