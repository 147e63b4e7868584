/** The Redis of our own: a real redis-server in the data folder, started, watched and stopped by us. */
@NullMarked
package dev.chatsway.standalone.redis;

import org.jspecify.annotations.NullMarked;
