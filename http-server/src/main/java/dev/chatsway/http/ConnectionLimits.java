package dev.chatsway.http;

import java.time.Duration;

/**
 * What a connection may take.
 *
 * @param most connections at once
 * @param sendBuffer bytes that the kernel may hold for a client ({@code SO_SNDBUF})
 * @param backlog connections that the kernel may hold until they are accepted
 * @param headTimeout from a request's first byte to the end of its head
 * @param idleTimeout without a request
 * @param pingInterval between two pings of a WebSocket
 * @param socketInput bytes that the client of a WebSocket may send in ten seconds
 */
public record ConnectionLimits(
    int most,
    long sendBuffer,
    int backlog,
    Duration headTimeout,
    Duration idleTimeout,
    Duration pingInterval,
    long socketInput) {}
