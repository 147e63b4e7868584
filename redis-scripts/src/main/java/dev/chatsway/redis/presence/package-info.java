/** Who is connected where, told among instances. */
@NullMarked
package dev.chatsway.redis.presence;

import org.jspecify.annotations.NullMarked;
