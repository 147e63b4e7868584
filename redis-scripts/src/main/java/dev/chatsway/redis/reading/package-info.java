/** Reads the decayed values of many sessions in one round trip. */
@NullMarked
package dev.chatsway.redis.reading;

import org.jspecify.annotations.NullMarked;
