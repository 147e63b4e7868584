package dev.chatsway.redis.session;

import dev.chatsway.session.Session;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A page of the list of all sessions, oldest first.
 *
 * @param sessions the sessions of this page
 * @param damaged ids of sessions of this page whose record cannot be read; they can be deleted
 * @param next the cursor for the next page; null on the last one
 */
public record SessionPage(
    List<Session> sessions, List<UUID> damaged, @Nullable String next) {}
