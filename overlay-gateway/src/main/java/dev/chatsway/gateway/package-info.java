/** Overlays' sockets and pages, and the session API: what the outside sees of the broadcaster and of Redis. */
@NullMarked
package dev.chatsway.gateway;

import org.jspecify.annotations.NullMarked;
