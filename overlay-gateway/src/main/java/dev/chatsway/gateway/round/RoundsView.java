package dev.chatsway.gateway.round;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chatsway.redis.round.RoundsSnapshot;
import dev.chatsway.session.LiveRound;
import dev.chatsway.session.LiveRound.Phase;
import dev.chatsway.session.RoundRequest.Words;
import dev.chatsway.session.RoundResult;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session's rounds in the session API. All times are ISO 8601 in UTC, on Redis's clock.
 *
 * @param now when they were read
 * @param open the open round; null if there is none
 * @param shownUntil until when overlays show the newest result; absent if they do not
 * @param results newest first
 */
record RoundsView(
    Instant now,
    @Nullable Open open,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant shownUntil,
    List<RoundResult> results) {

  /**
   * An open round.
   *
   * @param endsAt when it ends; null if that is unknown
   * @param winAt the value that wins when held; absent if holding does not win
   * @param holdSeconds how long it has to be held; absent if holding does not win
   */
  record Open(
      long number,
      @Nullable String question,
      @Nullable String forLabel,
      @Nullable String againstLabel,
      Instant openedAt,
      @Nullable Instant endsAt,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double winAt,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long holdSeconds,
      long forVotes,
      long againstVotes) {

    private static Open of(RoundsSnapshot.Current current) {
      LiveRound round = current.round();
      Words words = current.words();
      boolean isHeld = round.winAt() > 0;
      return new Open(
          round.number(),
          words.question(),
          words.forLabel(),
          words.againstLabel(),
          instant(round.openedAt()),
          round.endsAt() == 0 ? null : instant(round.endsAt()),
          isHeld ? round.winAt() : null,
          isHeld ? (long) (round.holdMicros() / 1e6) : null,
          current.forVotes(),
          current.againstVotes());
    }
  }

  static RoundsView of(RoundsSnapshot rounds) {
    var current = rounds.current();
    if (current == null) {
      return new RoundsView(rounds.now(), null, null, rounds.results());
    }
    return current.round().phase() == Phase.OPEN
        ? new RoundsView(rounds.now(), Open.of(current), null, rounds.results())
        : new RoundsView(
            rounds.now(), null, instant(current.round().shownUntil()), rounds.results());
  }

  private static Instant instant(double micros) {
    return Instant.ofEpochMilli((long) (micros / 1_000));
  }
}
