/** Tests of {@code dev.chatsway.redis.vote} on a real Redis. */
package dev.chatsway.session.text;
