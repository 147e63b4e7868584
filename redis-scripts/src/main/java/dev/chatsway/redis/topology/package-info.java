/** The Redis servers and their slots: a single server, a primary behind Sentinels, or a cluster. */
@NullMarked
package dev.chatsway.redis.topology;

import org.jspecify.annotations.NullMarked;
