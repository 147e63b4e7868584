/** What happened in a session in the last hours, read back from what apply_vote and the others wrote down. */
@NullMarked
package dev.chatsway.redis.timeline;

import org.jspecify.annotations.NullMarked;
