/** The studio: the page from which a streamer runs a bar, and who is signed in there. */
@NullMarked
package dev.chatsway.gateway.studio;

import org.jspecify.annotations.NullMarked;
