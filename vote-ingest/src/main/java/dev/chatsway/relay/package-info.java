/** Reads chats by way of programs that streamers run already and that know many platforms. */
@NullMarked
package dev.chatsway.relay;

import org.jspecify.annotations.NullMarked;
