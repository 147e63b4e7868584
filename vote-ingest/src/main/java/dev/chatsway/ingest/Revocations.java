package dev.chatsway.ingest;

import dev.chatsway.redis.session.Sessions;
import dev.chatsway.session.Channel;
import dev.chatsway.session.Revocation;
import dev.chatsway.session.Session;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

/** Remembers on every session of a channel that its platform has stopped sending, and why, until it begins anew. */
record Revocations(Sessions sessions, Executor executor) {

  CompletionStage<?> remember(Revocation revocation) {
    return update(revocation.channel(), session -> session.with(revocation));
  }

  CompletionStage<?> forget(Channel channel) {
    return update(channel, session -> session.without(channel));
  }

  private CompletionStage<?> update(Channel channel, UnaryOperator<Session> change) {
    return sessions
        .byChannel(channel)
        .thenCompose(found -> Futures.all(
            found.stream().map(session -> sessions.update(session.id(), change)).toList(),
            executor));
  }
}
