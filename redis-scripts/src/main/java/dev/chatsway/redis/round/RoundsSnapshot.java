package dev.chatsway.redis.round;

import dev.chatsway.redis.Reply;
import dev.chatsway.redis.timeline.Timelines;
import dev.chatsway.session.LiveRound;
import dev.chatsway.session.LiveState;
import dev.chatsway.session.RoundRequest.Words;
import dev.chatsway.session.RoundResult;
import dev.chatsway.session.VoteStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A session's rounds at one instant of Redis's clock.
 *
 * @param status {@code OK}, {@code EXISTS} or {@code GONE}
 * @param now the instant
 * @param current the open round, or the one whose result is shown; null if there is none
 * @param results of the last 12 hours, 100 at most, newest first
 */
public record RoundsSnapshot(
    VoteStatus status, Instant now, @Nullable Current current, List<RoundResult> results) {

  /**
   * A round and its votes so far.
   *
   * @param words all texts: those of the session where the round has none
   */
  public record Current(LiveRound round, Words words, long forVotes, long againstVotes) {}

  static RoundsSnapshot of(Reply reply) {
    long micros = (Long) reply.rest().get(0);
    double now = (double) micros;
    LiveState state = LiveState.at(now, (byte[]) reply.rest().get(1));
    Instant instant = Instant.ofEpochMilli(micros / 1_000);
    Instant oldest = instant.minus(Timelines.LONGEST);
    LiveRound round = state.round();
    return new RoundsSnapshot(
        reply.status(),
        instant,
        round == null
            ? null
            : new Current(
                round,
                JsonMapper.shared().readValue(Reply.text(reply.rest().get(2)), Words.class),
                state.forVotes(),
                state.againstVotes()),
        ((List<?>) reply.rest().get(3))
            .stream()
                .map(stored -> RoundResult.parse(Reply.text(stored)))
                .filter(result -> result.endedAt().isAfter(oldest))
                .toList());
  }
}
