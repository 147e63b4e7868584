@NullMarked
package dev.chatsway.session;

import org.jspecify.annotations.NullMarked;
