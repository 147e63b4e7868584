/** Keeps subscriptions to Twitch chats in step with the channels of sessions, and asks streamers for their consent. */
@NullMarked
package dev.chatsway.twitch;

import org.jspecify.annotations.NullMarked;
