/** The inner loops under JMH; {@code ./chatsway bench micro} runs them. */
@NullMarked
package dev.chatsway.bench.jmh;

import org.jspecify.annotations.NullMarked;
