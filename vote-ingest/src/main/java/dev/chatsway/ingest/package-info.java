/** Votes in: webhooks and links are proven, read, judged by a session's triggers and put to Redis. */
@NullMarked
package dev.chatsway.ingest;

import org.jspecify.annotations.NullMarked;
