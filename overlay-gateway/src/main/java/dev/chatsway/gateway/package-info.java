/** Overlays' sockets and pages, and the session API: the public side of the Broadcaster and of Redis. */
@NullMarked
package dev.chatsway.gateway;

import org.jspecify.annotations.NullMarked;
