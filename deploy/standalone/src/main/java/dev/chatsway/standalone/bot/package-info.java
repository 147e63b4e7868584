/** A bot of our own: reads a Twitch channel's chat anonymously and votes by the same webhook as every other bot. */
@org.jspecify.annotations.NullMarked
package dev.chatsway.standalone.bot;
