/** Tests of {@code dev.chatsway.redis.round} on a real Redis whose clock the tests set. */
package dev.chatsway.redis.round;
