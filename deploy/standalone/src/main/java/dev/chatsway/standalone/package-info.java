/** The runnable: command line, settings from the environment, and the way up and down of one instance. */
@NullMarked
package dev.chatsway.standalone;

import org.jspecify.annotations.NullMarked;
