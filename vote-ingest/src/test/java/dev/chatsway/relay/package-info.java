/** Relays of chats, and one on loopback. */
@NullUnmarked
package dev.chatsway.relay;

import org.jspecify.annotations.NullUnmarked;
