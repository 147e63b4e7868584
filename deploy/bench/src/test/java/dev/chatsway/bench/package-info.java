@NullMarked
package dev.chatsway.bench;

import org.jspecify.annotations.NullMarked;
