package dev.chatsway.gateway;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.PathMatchers.segment;
import static akka.http.javadsl.server.PathMatchers.uuidSegment;

import akka.NotUsed;
import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.model.ws.Message;
import akka.http.javadsl.model.ws.WebSocketUpgrade;
import akka.http.javadsl.server.Route;
import akka.stream.Materializer;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import dev.chatsway.broadcaster.Broadcaster.Refused;
import dev.chatsway.broadcaster.Outlet;
import dev.chatsway.broadcaster.Protocol;
import dev.chatsway.gateway.http.Problem;
import dev.chatsway.redis.session.Session;
import dev.chatsway.redis.session.Sessions;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * {@code GET /ws/overlay/{overlayId}}: a stream source fed by the Broadcaster, in whichever protocol the client offers. Before
 * any upgrade, in this order: 404 for an unknown id, 503 while Redis is away, 426 without an upgrade, 503 when full.
 */
final class OverlaySockets {

  private static final String V2 = "chatsway.v2";

  private final Sessions sessions;
  private final BroadcasterClient broadcaster;
  private final Materializer materializer;

  OverlaySockets(Sessions sessions, BroadcasterClient broadcaster, Materializer materializer) {
    this.sessions = sessions;
    this.broadcaster = broadcaster;
    this.materializer = materializer;
  }

  Route routes() {
    return path(
        segment("ws").slash("overlay").slash(uuidSegment()),
        id -> get(() -> extractRequest(request -> completeWithFuture(answer(id, request)))));
  }

  private CompletionStage<HttpResponse> answer(UUID overlayId, HttpRequest request) {
    Optional<WebSocketUpgrade> upgrade = request.getAttribute(AttributeKeys.webSocketUpgrade);
    return sessions.byOverlay(overlayId).thenCompose(found -> {
      if (found.isEmpty()) {
        return CompletableFuture.completedFuture(OverlayRoutes.noOverlay());
      }
      return upgrade
          .map(each -> open(found.get().session(), each))
          .orElseGet(() -> CompletableFuture.completedFuture(upgradeRequired()));
    });
  }

  private CompletionStage<HttpResponse> open(Session session, WebSocketUpgrade upgrade) {
    boolean v2 = false;
    for (String offered : upgrade.getRequestedProtocols()) {
      v2 |= offered.equals(V2);
    }
    boolean isV2 = v2;
    Outlet outlet = broadcaster.outlet(session);
    return broadcaster
        .register(session, isV2 ? Protocol.V2 : Protocol.DEFAULT, outlet)
        .thenApply(answer -> {
          if (answer instanceof Refused refused) {
            return OverlayRoutes.full(refused);
          }
          Flow<Message, Message, NotUsed> flow = flow(outlet);
          return isV2 ? upgrade.handleMessagesWith(flow, V2) : upgrade.handleMessagesWith(flow);
        });
  }

  private Flow<Message, Message, NotUsed> flow(Outlet outlet) {
    Source<Message, NotUsed> out = outlet.source().map(frame -> ((TextFrame) frame).message());
    return Flow.fromSinkAndSourceCoupled(Sink.foreach(this::drop), out);
  }

  /** Read to its end, or the client's next frames would wait behind it. */
  private void drop(Message message) {
    if (message.isText() && !message.asTextMessage().isStrict()) {
      message.asTextMessage().getStreamedText().runWith(Sink.ignore(), materializer);
    } else if (!message.isText() && !message.asBinaryMessage().isStrict()) {
      message.asBinaryMessage().getStreamedData().runWith(Sink.ignore(), materializer);
    }
  }

  private static HttpResponse upgradeRequired() {
    return Problem.of(StatusCodes.UPGRADE_REQUIRED, "this is a WebSocket: ask for an upgrade")
        .response()
        .addHeader(RawHeader.create("Upgrade", "websocket"));
  }
}
