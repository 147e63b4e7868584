package dev.chatsway.session;

/** The weight of a vote by the voter's role, each 0 to 100; with 0 it does not count. */
public record Weights(
    double broadcaster, double moderator, double vip, double subscriber, double everyone) {}
