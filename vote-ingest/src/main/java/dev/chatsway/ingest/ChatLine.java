package dev.chatsway.ingest;

import dev.chatsway.session.Channel;

/** A line of chat and the channel that it was written in. */
public record ChatLine(Channel channel, ChatMessage message) {}
