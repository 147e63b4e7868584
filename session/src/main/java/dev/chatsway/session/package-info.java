/** The domain: a session, its settings, its live state and the votes that move it. Knows neither Redis, Akka nor HTTP. */
@NullMarked
package dev.chatsway.session;

import org.jspecify.annotations.NullMarked;
