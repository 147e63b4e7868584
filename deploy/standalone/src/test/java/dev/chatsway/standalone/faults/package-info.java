/** What goes wrong around an instance, done to real processes, and what clients and bots see of it. */
@NullMarked
package dev.chatsway.standalone.faults;

import org.jspecify.annotations.NullMarked;
