package dev.chatsway.ingest;

import dev.chatsway.session.VoteResult;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of a vote.
 *
 * @param value of the session just after, in [-100, 100]; null where Redis was not asked or knows no session
 * @param revision of the session just after; 0 where there is no value
 */
record Outcome(Status status, @Nullable Double value, long revision) {

  /** The vote statuses of docs/interface.md, section 3, that are shown outside, in the order in which they are decided. */
  enum Status {
    NO_VOTE,
    AMBIGUOUS,
    SHARED_CHAT,
    INVALID,
    NO_SESSION,
    DUPLICATE,
    PAUSED,
    DEBOUNCED,
    LIMITED,
    OK;

    /** The word as it travels. */
    String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Decided before Redis was asked. */
  static Outcome early(Status status) {
    return new Outcome(status, null, 0);
  }

  /** Decided by the function library. */
  static Outcome of(VoteResult result) {
    return switch (result.status()) {
      case OK, DUPLICATE, PAUSED, DEBOUNCED, LIMITED ->
        new Outcome(Status.valueOf(result.status().name()), result.value(), result.revision());
      case NO_SESSION, DELETED -> early(Status.NO_SESSION);
      case INVALID -> early(Status.INVALID);
      case OUTDATED, STALE, EXISTS ->
        throw new IllegalArgumentException(result.status() + " is no answer to a vote");
    };
  }
}
