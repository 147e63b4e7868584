/** The states of chats that instances read, kept in Redis for any instance to show. */
@NullMarked
package dev.chatsway.redis.chat;

import org.jspecify.annotations.NullMarked;
