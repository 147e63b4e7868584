package dev.chatsway.http;

/**
 * A rate limit: a token bucket that refills evenly.
 *
 * @param burst tokens that a full bucket holds
 * @param perMinute tokens added per minute
 */
public record Rate(int burst, int perMinute) {}
