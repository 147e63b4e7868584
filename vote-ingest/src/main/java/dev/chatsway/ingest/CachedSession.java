package dev.chatsway.ingest;

import dev.chatsway.session.Session;
import dev.chatsway.session.text.TriggerMatcher;

/** A session with its triggers compiled: judged by what it was when it was read. */
record CachedSession(Session session, TriggerMatcher triggers) {

  static CachedSession by(Session session) {
    return new CachedSession(session, TriggerMatcher.of(session.settings()));
  }
}
