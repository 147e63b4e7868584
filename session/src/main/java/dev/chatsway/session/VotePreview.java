package dev.chatsway.session;

/**
 * How a vote would be decided now, without casting it.
 *
 * @param status {@code OK}, {@code PAUSED}, {@code FROZEN}, {@code DEBOUNCED} or {@code LIMITED}
 * @param waitMillis after how long the obstacle ends, in milliseconds; 0 if there is none, or if only a person can
 *     remove it
 */
public record VotePreview(VoteStatus status, long waitMillis) {}
