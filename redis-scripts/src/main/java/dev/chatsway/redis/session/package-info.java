/** A session's record and settings, kept in Redis and checked here. */
@NullMarked
package dev.chatsway.redis.session;

import org.jspecify.annotations.NullMarked;
