/** Rounds as the session API and overlays know them. */
@NullMarked
package dev.chatsway.gateway.round;

import org.jspecify.annotations.NullMarked;
