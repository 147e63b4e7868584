package dev.chatsway.session.timeline;

import dev.chatsway.session.VoteSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The history of a session's last hours, on Redis's clock.
 *
 * @param now when it was read
 * @param points one for each 10 s, without gaps, oldest first; the last is for the current 10 s
 * @param events events other than votes that moved the curve, oldest first
 * @param lastVote when the last vote counted; empty if none did within 12 hours
 * @param sources when each last delivered a vote, counted or not, exact to 10 s; without those that did not within 12
 *     hours
 */
public record Timeline(
    Instant now,
    List<Point> points,
    List<Event> events,
    Optional<Instant> lastVote,
    Map<VoteSource, Instant> sources) {

  /**
   * Ten seconds.
   *
   * @param at their start
   * @param value at their end, or now for the current ones; in [-100, 100]
   * @param votesFor that counted
   * @param votesAgainst that counted
   */
  public record Point(Instant at, double value, int votesFor, int votesAgainst) {}

  /**
   * Something other than a vote.
   *
   * @param at when
   * @param what it was
   */
  public record Event(Instant at, What what) {}

  /** Kinds of events. */
  public enum What {
    CREATED,
    RESET,
    PAUSE,
    RESUME,
    /** Any setting but {@code paused} was changed. */
    SETTINGS,
    ROUND_OPENED,
    ROUND_ENDED,
    /** A round's result was no longer shown: the bar is neutral. */
    ROUND_CLEARED,
    /** A reset was undone. */
    UNDO
  }
}
