package dev.chatsway.ingest;

import dev.chatsway.session.Channel;

/** A line of chat and the channel through which it reached us. */
record ChatLine(Channel channel, ChatMessage ballot) {}
