/** Tests of {@code dev.chatsway.redis.session} on a real Redis. */
package dev.chatsway.redis.session;
