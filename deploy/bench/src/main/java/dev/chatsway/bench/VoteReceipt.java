package dev.chatsway.bench;

/**
 * A vote that counted.
 *
 * @param value right after it, in [-100, 100]
 * @param countedAt about when Redis counted it: half way between question and answer, in ms since 1970
 * @param answeredAt when its answer was here, in ms since 1970
 */
record VoteReceipt(double value, double countedAt, double answeredAt) {}
