/** Reads chats, those of Twitch over IRC and others through relays, and shares them out among the instances. */
@NullMarked
package dev.chatsway.chat;

import org.jspecify.annotations.NullMarked;
