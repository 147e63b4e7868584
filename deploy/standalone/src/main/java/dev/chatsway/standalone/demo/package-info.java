/** The demo: a session of its own and a simulated chat that reaches it as Twitch's would, through the real webhook. */
@NullMarked
package dev.chatsway.standalone.demo;

import org.jspecify.annotations.NullMarked;
