/** Outgoing webhooks: who may be sent to, what is sent, and the part of the session API that is about them (ADR 0022). */
@NullMarked
package dev.chatsway.gateway.webhook;

import org.jspecify.annotations.NullMarked;
