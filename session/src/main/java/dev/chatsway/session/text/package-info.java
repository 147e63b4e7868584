/** From a line of chat to a side: normalizing text and matching triggers. */
@NullMarked
package dev.chatsway.session.text;

import org.jspecify.annotations.NullMarked;
