package dev.chatsway.session;

/**
 * What a vote would be answered at this moment, without casting it.
 *
 * @param status {@code OK}, {@code PAUSED}, {@code FROZEN}, {@code DEBOUNCED} or {@code LIMITED}
 * @param waitMillis when that ends by itself, in milliseconds; 0 if nothing is in the way, or only a person can move it
 */
public record VotePreview(VoteStatus status, long waitMillis) {}
