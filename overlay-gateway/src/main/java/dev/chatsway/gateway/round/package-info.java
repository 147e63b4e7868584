/** Rounds in the session API. */
@NullMarked
package dev.chatsway.gateway.round;

import org.jspecify.annotations.NullMarked;
