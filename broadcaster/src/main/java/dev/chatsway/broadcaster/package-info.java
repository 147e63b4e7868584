/**
 * The actors that own the connected clients and decide what to send and when. Depends on neither HTTP nor a Redis
 * client.
 */
@NullMarked
package dev.chatsway.broadcaster;

import org.jspecify.annotations.NullMarked;
