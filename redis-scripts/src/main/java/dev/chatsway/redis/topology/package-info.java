/** Which Redis servers there are, and which of them has what: one alone, one behind Sentinels, a cluster of them. */
@NullMarked
package dev.chatsway.redis.topology;

import org.jspecify.annotations.NullMarked;
