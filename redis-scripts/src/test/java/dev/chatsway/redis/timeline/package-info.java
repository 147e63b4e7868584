/** Tests of {@code dev.chatsway.redis.timeline} on a real Redis whose clock the tests set. */
package dev.chatsway.redis.timeline;
