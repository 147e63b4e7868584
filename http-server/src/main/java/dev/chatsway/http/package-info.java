/** The HTTP server: connections that are watched, and failures as problem documents. */
@NullMarked
package dev.chatsway.http;

import org.jspecify.annotations.NullMarked;
