/** Webhooks of sessions: where events are sent to, and the outbox that they wait in (ADR 0022). */
@NullMarked
package dev.chatsway.redis.webhook;

import org.jspecify.annotations.NullMarked;
