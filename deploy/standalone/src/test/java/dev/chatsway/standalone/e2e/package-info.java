/** The whole of it, from outside: real processes, real sockets, a real Redis that is killed and frozen. */
@NullMarked
package dev.chatsway.standalone.e2e;

import org.jspecify.annotations.NullMarked;
