/** Tests of who is connected where. */
package dev.chatsway.redis.presence;
