package dev.chatsway.session;

/**
 * What became of a vote.
 *
 * @param status {@code OK}, or why it did not count
 * @param value of the session just after, in [-100, 100]
 * @param revision of the session just after
 */
public record VoteResult(VoteStatus status, double value, long revision) {}
