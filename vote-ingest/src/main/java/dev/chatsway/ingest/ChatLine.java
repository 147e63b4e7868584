package dev.chatsway.ingest;

import dev.chatsway.session.Channel;

/** A line of chat and the channel that it was written in, as the platform says. */
public record ChatLine(Channel channel, ChatMessage message) {}
