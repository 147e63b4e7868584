/** Tests of the function library and its connections; {@link dev.chatsway.redis.RedisServer} serves other modules' tests too. */
package dev.chatsway.redis;
