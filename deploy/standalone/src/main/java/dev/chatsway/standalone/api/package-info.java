/** A client of a running server's session API and webhooks, for commands that are not the server. */
@org.jspecify.annotations.NullMarked
package dev.chatsway.standalone.api;
