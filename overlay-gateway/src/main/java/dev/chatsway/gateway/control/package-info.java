/** Control of a single session by a co-host's link or a Stream Deck. */
@NullMarked
package dev.chatsway.gateway.control;

import org.jspecify.annotations.NullMarked;
