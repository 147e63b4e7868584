package dev.chatsway.gateway;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import dev.chatsway.http.JsonResponses;
import dev.chatsway.redis.chat.ChatStates;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.session.Channel;
import dev.chatsway.session.ChatState;
import dev.chatsway.session.ChatStatus;
import dev.chatsway.session.Revocation;
import dev.chatsway.session.Session;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** How the chat of a session's channels reaches this server, below {@code /api/v1/sessions/{id}} (docs/interface.md, section 4). */
final class SourceRoutes {

  private static final ChatState UNREAD = new ChatState(
      ChatStatus.UNREAD,
      null,
      null,
      "no instance reads it at the moment; at least one needs the role chat (CHATSWAY_ROLES)");

  private record Sources(Instant now, List<Source> sources) {}

  private record Source(
      Channel channel,
      ChatStatus status,
      @Nullable String id,
      @Nullable Instant lastLine,
      @Nullable String reason) {

    Source(Channel channel, ChatState state) {
      this(channel, state.status(), state.id(), state.lastLine(), state.reason());
    }
  }

  private final Sessions sessions;
  private final ChatStates states;

  SourceRoutes(Sessions sessions, ChatStates states) {
    this.sessions = sessions;
    this.states = states;
  }

  /** For the admin and the session's owner. */
  Route routes(UUID id) {
    return path("sources", () -> get(() -> completeWithFuture(show(id))));
  }

  private CompletionStage<HttpResponse> show(UUID id) {
    return sessions
        .find(id)
        .thenCompose(found -> found.isEmpty()
            ? CompletableFuture.completedStage(
                JsonResponses.notFound("there is no session with this id"))
            : sources(found.get())
                .thenApply(list -> JsonResponses.ok(new Sources(Instant.now(), list))));
  }

  private CompletionStage<List<Source>> sources(Session session) {
    var all = session.channels().stream()
        .map(channel -> state(session, channel)
            .thenApply(state -> new Source(channel, state))
            .toCompletableFuture())
        .toList();
    return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> all.stream().map(CompletableFuture::join).toList());
  }

  private CompletionStage<ChatState> state(Session session, Channel channel) {
    return channel.readByServer()
        ? states.find(channel).thenApply(found -> found.orElse(UNREAD))
        : CompletableFuture.completedStage(ofWebhook(session, channel));
  }

  private static ChatState ofWebhook(Session session, Channel channel) {
    return session.revocations().stream()
        .filter(each -> each.channel().equals(channel))
        .findFirst()
        .map(Revocation::reason)
        .map(reason -> new ChatState(ChatStatus.REVOKED, channel.id(), null, reason))
        .orElseGet(() -> new ChatState(ChatStatus.WEBHOOK, channel.id(), null, null));
  }
}
