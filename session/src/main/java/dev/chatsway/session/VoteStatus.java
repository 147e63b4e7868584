package dev.chatsway.session;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The status of a vote: decided from its text, or returned by the function library. */
public enum VoteStatus {
  /** The text is not a vote. */
  NO_VOTE,
  /** The text is a vote for both sides. */
  AMBIGUOUS,
  /** The text was written in another channel of a shared chat. */
  SHARED_CHAT,
  /** Done, or read. */
  OK,
  /** A number out of range or a missing argument: a bug in this build; nothing changed. */
  INVALID,
  /** No such session. */
  NO_SESSION,
  /** The session was deleted; its tombstone still exists. */
  DELETED,
  /** The library is older than the caller: it is loaded again, and the call repeated. */
  OUTDATED,
  /** The session was changed concurrently. */
  STALE,
  /** A session with this id already exists, or a round is open. */
  EXISTS,
  /** There is no open round to close, or no reset to undo. */
  GONE,
  /** This message was answered before. */
  DUPLICATE,
  /** The session is paused. */
  PAUSED,
  /** A round has ended, and its result is still shown. */
  FROZEN,
  /** This voter voted within {@code debounceMillis}. */
  DEBOUNCED,
  /** More than {@code votesPerMinute}. */
  LIMITED;

  private static final Map<String, VoteStatus> BY_WIRE = Stream.of(values())
      .collect(Collectors.toUnmodifiableMap(VoteStatus::wire, Function.identity()));

  /** Whether the text alone decides it, before Redis is asked. */
  public boolean isDecidedByText() {
    return this == NO_VOTE || this == AMBIGUOUS || this == SHARED_CHAT;
  }

  /** Whether an answer to a vote with this status has the session's value. */
  public boolean hasValue() {
    return switch (this) {
      case OK, DUPLICATE, PAUSED, FROZEN, DEBOUNCED, LIMITED -> true;
      default -> false;
    };
  }

  /** The word in JSON and in chatsway.lua. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The status of a word; {@link #INVALID} for one that only a newer library knows. */
  public static VoteStatus of(String wire) {
    return BY_WIRE.getOrDefault(wire, INVALID);
  }
}
