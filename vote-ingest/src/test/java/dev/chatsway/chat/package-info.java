/** A Twitch chat on loopback, and instances that read it. */
@NullUnmarked
package dev.chatsway.chat;

import org.jspecify.annotations.NullUnmarked;
