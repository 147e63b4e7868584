package dev.chatsway.ingest;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.chatsway.redis.session.Sessions;
import dev.chatsway.session.Channel;
import dev.chatsway.session.Revocation;
import dev.chatsway.session.Session;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * Records in every session of a channel that its platform has stopped sending, and why, until there is a new
 * subscription.
 */
record Revocations(Sessions sessions) {

  CompletionStage<?> add(Revocation revocation) {
    return update(revocation.channel(), session -> session.with(revocation));
  }

  CompletionStage<?> remove(Channel channel) {
    return update(channel, session -> session.without(channel));
  }

  private CompletionStage<?> update(Channel channel, UnaryOperator<Session> change) {
    return sessions.byChannel(channel).thenCompose(found -> {
      CompletionStage<?> all = completedStage(null);
      for (var session : found) {
        var updated = sessions.update(session.id(), change);
        all = all.thenCombine(updated, (before, now) -> now);
      }
      return all;
    });
  }
}
