/** Reading settings: ranges, and one sentence for a value that is not allowed. */
@NullMarked
package dev.chatsway.session.config;

import org.jspecify.annotations.NullMarked;
