/** Tests of who is signed in to the studio, and for how long. */
@NullMarked
package dev.chatsway.gateway.webhook;

import org.jspecify.annotations.NullMarked;
