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
import dev.chatsway.broadcaster.BroadcasterProtocol.Refused;
import dev.chatsway.broadcaster.ClientQueue;
import dev.chatsway.broadcaster.Protocol;
import dev.chatsway.http.Problems;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.session.Session;
import dev.chatsway.session.StoreUnavailableException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The messages of {@code chatsway.v2} as Server-Sent Events, for networks that break WebSockets (docs/interface.md,
 * section 5). A stream is a client like any other: the same queue, the same limits, and disconnected when its socket
 * takes nothing for too long.
 */
final class EventStreams {

  /** How long a client waits before it reconnects, in ms. */
  private static final ByteString RETRY = ByteString.fromString("retry: 1000\n\n");

  private static final ByteString DEGRADED =
      ByteString.fromString("data: {\"type\":\"status\",\"status\":\"degraded\"}\n\n");
  private static final Duration DEGRADED_EVERY = Duration.ofSeconds(1);

  private final Sessions sessions;
  private final BroadcasterClient broadcaster;
  private final Duration longest;

  /** Creates streams that end after {@code longest}; their clients reconnect. */
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
            .map(now -> now.session().isSuspended()
                ? CompletableFuture.completedFuture(OverlayRoutes.unavailable())
                : open(now.session()))
            .orElseGet(() -> CompletableFuture.completedFuture(OverlayRoutes.noOverlay())))
        .exceptionally(
            failure -> isOutage(failure) ? outage(overlayId) : Problems.response(failure));
  }

  private static boolean isOutage(Throwable failure) {
    return failure instanceof StoreUnavailableException
        || (failure.getCause() != null && isOutage(failure.getCause()));
  }

  /**
   * Sends {@code degraded} once a second until Redis answers, then ends, so that the client reconnects to a live
   * stream. A 503 would stop a plain EventSource for good (HTML Standard, section 9.2.3).
   */
  private HttpResponse outage(UUID overlayId) {
    return events(Source.tick(Duration.ZERO, DEGRADED_EVERY, DEGRADED)
        .mapAsync(
            1, degraded -> sessions.byOverlay(overlayId).handle((found, away) -> away != null))
        .takeWhile(isAway -> isAway)
        .map(isAway -> DEGRADED)
        .mapMaterializedValue(cancellable -> NotUsed.getInstance()));
  }

  private CompletionStage<HttpResponse> open(Session session) {
    ClientQueue queue = broadcaster.queue(session);
    return broadcaster
        .register(session, Protocol.V2, queue)
        .thenApply(answer ->
            answer instanceof Refused refused ? OverlayRoutes.full(refused) : stream(queue));
  }

  private HttpResponse stream(ClientQueue queue) {
    return events(queue.source().map(frame -> ((TextFrame) frame).event()));
  }

  private HttpResponse events(Source<ByteString, NotUsed> events) {
    return HttpResponse.create()
        .withEntity(HttpEntities.createChunked(
            MediaTypes.TEXT_EVENT_STREAM.toContentType(),
            Source.single(RETRY).concat(events.takeWithin(longest))))
        .addHeader(RawHeader.create("Cache-Control", "no-store"))
        .addHeader(RawHeader.create("X-Accel-Buffering", "no")); // or nginx keeps frames back
  }
}
