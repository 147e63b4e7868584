/** Reads chats through programs that streamers already run and that support many platforms. */
@NullMarked
package dev.chatsway.relay;

import org.jspecify.annotations.NullMarked;
