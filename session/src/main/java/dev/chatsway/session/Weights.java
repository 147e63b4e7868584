package dev.chatsway.session;

/** What one vote counts by the voter's role, each 0 to 100; 0 silences. */
public record Weights(
    double broadcaster, double moderator, double vip, double subscriber, double everyone) {}
