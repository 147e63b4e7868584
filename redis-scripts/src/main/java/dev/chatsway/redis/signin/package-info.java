/** Sign-ins to the studio, kept in Redis so that every instance knows them and any of them can be ended. */
@NullMarked
package dev.chatsway.redis.signin;

import org.jspecify.annotations.NullMarked;
