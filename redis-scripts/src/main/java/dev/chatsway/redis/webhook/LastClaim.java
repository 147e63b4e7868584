package dev.chatsway.redis.webhook;

import dev.chatsway.session.LiveRound;
import dev.chatsway.session.LiveState;
import dev.chatsway.session.VoteStatus;

/**
 * The last claim of a session, and the live state that was read before it: together they say from a later live state whether
 * another claim has something to do.
 */
public record LastClaim(LiveState before, Claim claim) {

  private static final double MICROS = 1e3;

  /** Whether to claim again, now that {@code state} was read. */
  public boolean isDue(LiveState state) {
    return state.status() != VoteStatus.OK
        || before.status() != VoteStatus.OK
        || state.settingsRevision()
            != before.settingsRevision() // a round was opened or cleared, or a threshold set
        || state.isRoundDue()
        || isDecided(state) != isDecided(before)
        || state.value() < claim.least()
        || state.value() > claim.most()
        || (claim.dueAt() > 0 && state.now() >= claim.dueAt() * MICROS);
  }

  private static boolean isDecided(LiveState state) {
    LiveRound round = state.round();
    return round != null && round.outcome() != null;
  }
}
