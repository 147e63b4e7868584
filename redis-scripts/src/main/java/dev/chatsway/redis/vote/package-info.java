/** Votes, decided and applied by one call of the function library. */
@NullMarked
package dev.chatsway.redis.vote;

import org.jspecify.annotations.NullMarked;
