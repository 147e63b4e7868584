/** Tests of {@code dev.chatsway.redis.reading} on a real Redis. */
package dev.chatsway.redis.reading;
