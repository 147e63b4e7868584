/** Tests of where Redis is, and of who has what. */
package dev.chatsway.redis.topology;
