package dev.chatsway.http;

import java.time.Duration;

/**
 * The limits of connections.
 *
 * @param most maximum connections
 * @param sendBuffer bytes that the kernel may buffer for a client ({@code SO_SNDBUF})
 * @param backlog connections that may wait in the kernel to be accepted
 * @param headTimeout from a request's first byte to the end of its headers
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
