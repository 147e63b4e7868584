/** A Twitch of our own on loopback, and instances that are connected to it. */
@NullUnmarked
package dev.chatsway.twitch;

import org.jspecify.annotations.NullUnmarked;
