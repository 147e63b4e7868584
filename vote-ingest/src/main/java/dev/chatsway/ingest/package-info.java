/**
 * Receives votes: verifies and parses webhooks and links, matches them against a session's triggers, and has Redis
 * decide.
 */
@NullMarked
package dev.chatsway.ingest;

import org.jspecify.annotations.NullMarked;
