package dev.chatsway.redis.session;

import dev.chatsway.redis.Reply;
import dev.chatsway.session.Session;

/**
 * A session's record and its live state at the same instant.
 *
 * @param session the record
 * @param live value, tallies and decay rate
 */
public record SessionSnapshot(Session session, Reply live) {}
