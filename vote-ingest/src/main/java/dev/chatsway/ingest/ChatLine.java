package dev.chatsway.ingest;

import dev.chatsway.session.Channel;

/** A line of chat and the channel that it was written in, as a platform signed it. */
record ChatLine(Channel channel, ChatMessage message) {}
