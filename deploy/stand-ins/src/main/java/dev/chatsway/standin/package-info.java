/** Servers of others on loopback, which speak their protocols, for tests and benches. */
@NullMarked
package dev.chatsway.standin;

import org.jspecify.annotations.NullMarked;
