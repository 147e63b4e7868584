/** Relays of chats. */
@NullUnmarked
package dev.chatsway.relay;

import org.jspecify.annotations.NullUnmarked;
