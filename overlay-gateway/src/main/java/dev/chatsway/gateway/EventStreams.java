package dev.chatsway.gateway;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.NotUsed;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.Route;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import dev.chatsway.broadcaster.Broadcaster.Refused;
import dev.chatsway.broadcaster.ClientQueue;
import dev.chatsway.broadcaster.Protocol;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.session.Session;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The messages of {@code chatsway.v2} as Server-Sent Events, for networks that break WebSockets (docs/interface.md, section 5). A
 * stream is a client like any other: same outlet, same limits, and out when its socket takes nothing for too long.
 */
final class EventStreams {

  private final Sessions sessions;
  private final BroadcasterClient broadcaster;
  private final Duration longest;

  /** Streams that end after {@code longest}; whoever reads them comes back. */
  EventStreams(Sessions sessions, BroadcasterClient broadcaster, Duration longest) {
    this.sessions = sessions;
    this.broadcaster = broadcaster;
    this.longest = longest;
  }

  /** {@code GET /sse/overlay/{overlayId}}, from any origin. */
  Route routes() {
    return path(
        segment("sse").slash("overlay").slash(segment()),
        id -> get(() -> completeWithFuture(OverlayRoutes.forAnyOrigin(id, this::answer))));
  }

  private CompletionStage<HttpResponse> answer(UUID overlayId) {
    return sessions
        .byOverlay(overlayId)
        .thenCompose(found -> found
            .map(now -> open(now.session()))
            .orElseGet(() -> CompletableFuture.completedFuture(OverlayRoutes.noOverlay())));
  }

  private CompletionStage<HttpResponse> open(Session session) {
    ClientQueue queue = broadcaster.queue(session);
    return broadcaster
        .register(session, Protocol.V2, queue)
        .thenApply(answer ->
            answer instanceof Refused refused ? OverlayRoutes.full(refused) : stream(queue));
  }

  private HttpResponse stream(ClientQueue queue) {
    Source<ByteString, NotUsed> events =
        queue.source().takeWithin(longest).map(frame -> ((TextFrame) frame).event());
    return HttpResponse.create()
        .withEntity(
            HttpEntities.createChunked(MediaTypes.TEXT_EVENT_STREAM.toContentType(), events))
        .addHeader(RawHeader.create("Cache-Control", "no-store"))
        .addHeader(RawHeader.create("X-Accel-Buffering", "no")); // or nginx keeps frames back
  }
}
