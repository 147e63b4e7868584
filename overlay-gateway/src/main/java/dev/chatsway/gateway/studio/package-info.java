/** The studio: the page from which a streamer runs a bar, and its sign-ins. */
@NullMarked
package dev.chatsway.gateway.studio;

import org.jspecify.annotations.NullMarked;
