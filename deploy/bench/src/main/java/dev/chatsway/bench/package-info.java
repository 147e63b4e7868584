/** Benches and load clients: what an instance costs, measured from outside it. */
@NullMarked
package dev.chatsway.bench;

import org.jspecify.annotations.NullMarked;
