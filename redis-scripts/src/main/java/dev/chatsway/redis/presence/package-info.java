/** Publishes among instances how many clients each has, and which instances run. */
@NullMarked
package dev.chatsway.redis.presence;

import org.jspecify.annotations.NullMarked;
