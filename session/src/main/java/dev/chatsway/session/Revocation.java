package dev.chatsway.session;

import java.time.Instant;

/**
 * A platform has stopped sending a channel's chat.
 *
 * @param channel the channel whose chat no longer arrives
 * @param reason the platform's word for it, such as {@code authorization_revoked}
 * @param at on the platform's clock
 */
public record Revocation(Channel channel, String reason, Instant at) {}
