/** Rounds of sessions: opened, closed and read by functions of the library, which decides them. */
@NullMarked
package dev.chatsway.redis.round;

import org.jspecify.annotations.NullMarked;
