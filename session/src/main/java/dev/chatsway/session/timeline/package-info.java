/** The history of a session: votes of each side, the value, resets and pauses. */
@NullMarked
package dev.chatsway.session.timeline;

import org.jspecify.annotations.NullMarked;
