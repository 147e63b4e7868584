/** The actors that know who is connected, and decide what to send and when. No HTTP and no Redis client in here. */
@NullMarked
package dev.chatsway.broadcaster;

import org.jspecify.annotations.NullMarked;
