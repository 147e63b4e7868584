package dev.chatsway.session;

/**
 * What became of a vote.
 *
 * @param status {@code OK}, or why it did not count
 * @param value of the session just after, in [-100, 100]; 0 where there is none
 * @param revision of the session just after
 */
public record VoteResult(VoteStatus status, double value, long revision) {

  /** The result of a vote that has no value: {@link VoteStatus#hasValue} says which have. */
  public static VoteResult of(VoteStatus status) {
    return new VoteResult(status, 0, 0);
  }
}
