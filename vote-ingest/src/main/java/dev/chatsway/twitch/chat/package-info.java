/** Reads the chats of Twitch channels over IRC, anonymously, and shares them out among the instances. */
@NullMarked
package dev.chatsway.twitch.chat;

import org.jspecify.annotations.NullMarked;
