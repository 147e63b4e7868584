package dev.chatsway.ingest;

import dev.chatsway.redis.session.Session;
import dev.chatsway.redis.vote.TriggerMatcher;

/** A session with its triggers compiled: judged by what it was when it was read. */
record CachedSession(Session session, TriggerMatcher triggers) {

  static CachedSession by(Session session) {
    return new CachedSession(session, TriggerMatcher.of(session.settings()));
  }
}
