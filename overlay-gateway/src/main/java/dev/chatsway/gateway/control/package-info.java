/** What a co-host's link and a Stream Deck may do with one session, and nothing else. */
@NullMarked
package dev.chatsway.gateway.control;

import org.jspecify.annotations.NullMarked;
