package dev.chatsway.broadcaster;

import dev.chatsway.session.LiveState;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * Reads current values. No method blocks. Every stage completes eventually, at the latest when its connection times out:
 * the Broadcaster starts no read before the last one has ended.
 */
public interface LiveStateSource {
  /** Prepares reading these sessions; called again only when the set of sessions has changed. */
  ReadPlan roster(List<UUID> sessions);

  /** Loads the other data that clients are sent; called when a session's settings revision has changed. */
  CompletionStage<SessionDetails> details(UUID session);

  /** Has the store end a due round or clear its result; a later reading shows that it has done so. */
  void settleRound(UUID session);

  /** A fixed list of sessions that is read every tick. */
  interface ReadPlan {
    /** Reads all sessions of the list in one round trip; the results are in the order of the list. */
    CompletionStage<List<LiveState>> read();
  }
}
