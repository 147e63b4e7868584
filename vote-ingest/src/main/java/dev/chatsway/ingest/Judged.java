package dev.chatsway.ingest;

import dev.chatsway.redis.session.Session;
import dev.chatsway.redis.vote.TriggerMatcher;

/** A session with its triggers compiled: judged by what it was when it was read. */
record Judged(Session session, TriggerMatcher triggers) {

  static Judged by(Session session) {
    return new Judged(session, TriggerMatcher.of(session.settings()));
  }
}
