package dev.chatsway.session;

/**
 * The result of a vote.
 *
 * @param status {@code OK}, or why it did not count
 * @param value the session's value right after it, in [-100, 100]; 0 if there is none
 * @param revision the session's revision right after it
 */
public record VoteResult(VoteStatus status, double value, long revision) {

  /** A result without a value. */
  public static VoteResult of(VoteStatus status) {
    return new VoteResult(status, 0, 0);
  }

  /** Whether it has the session's value: Redis decided it. */
  public boolean hasValue() {
    return revision > 0 && status.hasValue();
  }
}
