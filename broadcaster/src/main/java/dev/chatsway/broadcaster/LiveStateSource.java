package dev.chatsway.broadcaster;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * Where current values come from. No method blocks its caller. Every stage completes at some time, at the latest when
 * the connection behind it gives up: the Broadcaster has one read out at most, and starts no other before its end.
 */
public interface LiveStateSource {
  /** Prepares the reading of these sessions; asked for anew only when the set of sessions has changed. */
  ReadPlan roster(List<UUID> sessions);

  /** What a client is told besides the value; asked for when a session's settings revision has moved. */
  CompletionStage<SessionDetails> details(UUID session);

  /** A fixed list of sessions, read again every tick. */
  interface ReadPlan {
    /** Reads all sessions of the list in one round trip; the results are in the order of the list. */
    CompletionStage<LiveStates> read();
  }
}
