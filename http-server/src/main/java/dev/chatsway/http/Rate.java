package dev.chatsway.http;

/**
 * How often something may happen: a bucket of tokens that fills evenly.
 *
 * @param burst tokens that a full bucket holds
 * @param perMinute tokens that come in a minute
 */
public record Rate(int burst, int perMinute) {}
