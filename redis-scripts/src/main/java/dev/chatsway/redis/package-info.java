/** The function library in Lua, and the connections that speak to Redis. */
@NullMarked
package dev.chatsway.redis;

import org.jspecify.annotations.NullMarked;
