package dev.chatsway.broadcaster;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chatsway.session.LiveRound;
import dev.chatsway.session.LiveRound.Ending;
import dev.chatsway.session.LiveRound.Outcome;
import dev.chatsway.session.LiveRound.Phase;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The round in a value message (docs/interface.md, section 5); like the curve, it continues from its receipt on the
 * client's own clock.
 *
 * @param number counts the session's rounds from 1
 * @param status {@code open} or {@code ended}
 * @param ending why it ends or has ended; absent while its end is unknown
 * @param endsInMillis until its end; absent while its end is unknown, and from its end on
 * @param winAt the value that wins when held; absent if none does
 * @param holdMillis how long it has to be held
 * @param winner absent until it was decided
 * @param clearsInMillis until its result is no longer shown; absent before its end
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RoundMessage(
    long number,
    String status,
    @Nullable Ending ending,
    @Nullable Long endsInMillis,
    @Nullable Double winAt,
    @Nullable Long holdMillis,
    @Nullable Outcome winner,
    @Nullable Long clearsInMillis) {

  /** Writes the round of a reading at {@code now}, in microseconds since 1970. */
  static String of(LiveRound round, double now) {
    boolean isOpen = round.phase() == Phase.OPEN;
    boolean isHeld = isOpen && round.winAt() > 0;
    boolean isEndKnown = round.endsAt() > 0;
    return JsonMapper.shared()
        .writeValueAsString(new RoundMessage(
            round.number(),
            isOpen ? "open" : "ended",
            isEndKnown ? round.ending() : null,
            isOpen && isEndKnown ? millis(round.endsAt() - now) : null,
            isHeld ? round.winAt() : null,
            isHeld ? millis(round.holdMicros()) : null,
            round.outcome(),
            isOpen ? null : millis(round.shownUntil() - now)));
  }

  private static long millis(double micros) {
    return Math.round(micros / 1_000);
  }
}
