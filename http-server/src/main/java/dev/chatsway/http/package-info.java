/** The HTTP server: connections with timeouts and limits, and failures as problem documents. */
@NullMarked
package dev.chatsway.http;

import org.jspecify.annotations.NullMarked;
