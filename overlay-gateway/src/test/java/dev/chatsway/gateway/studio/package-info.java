/** Tests of who is signed in to the studio, and for how long. */
@NullMarked
package dev.chatsway.gateway.studio;

import org.jspecify.annotations.NullMarked;
