/** Tests of sign-ins. */
package dev.chatsway.redis.signin;
