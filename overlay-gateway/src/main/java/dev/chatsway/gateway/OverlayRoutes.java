package dev.chatsway.gateway;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.concat;
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
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.chatsway.broadcaster.Broadcaster.Refused;
import dev.chatsway.broadcaster.Outlet;
import dev.chatsway.broadcaster.Protocol;
import dev.chatsway.gateway.http.Answer;
import dev.chatsway.gateway.http.Problem;
import dev.chatsway.gateway.http.Problems;
import dev.chatsway.redis.Reply;
import dev.chatsway.redis.session.Session;
import dev.chatsway.redis.session.SessionNow;
import dev.chatsway.redis.session.SessionSettings;
import dev.chatsway.redis.session.Sessions;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What an overlay id opens, from any origin (contract, section 5). */
final class OverlayRoutes {

  private static final String V2 = "chatsway.v2";
  private static final String NO_OVERLAY =
      "this overlay id opens nothing: it was rotated, or its session deleted";

  /** What anyone who has the overlay id may know. */
  private record Shown(
      double value,
      @JsonProperty("for") double forTally,
      double against,
      double decayRate,
      String status,
      SessionSettings.Public settings) {}

  private final Sessions sessions;
  private final Audience audience;
  private final OverlayPage page;
  private final Materializer materializer;

  OverlayRoutes(Sessions sessions, Audience audience, OverlayPage page, Materializer materializer) {
    this.sessions = sessions;
    this.audience = audience;
    this.page = page;
    this.materializer = materializer;
  }

  Route routes() {
    return concat(
        path(
            segment("overlay").slash("assets").slash(segment()),
            name -> get(() -> extractRequest(request -> complete(page.asset(name, request))))),
        path(
            segment("overlay").slash(uuidSegment()), id -> get(() -> completeWithFuture(page(id)))),
        path(
            segment("ws").slash("overlay").slash(uuidSegment()),
            id -> get(() -> extractRequest(request -> completeWithFuture(socket(id, request))))));
  }

  /** {@code GET /api/v1/overlays/{overlayId}}: the same without a socket. */
  Route api() {
    return path(
        segment("overlays").slash(uuidSegment()), id -> get(() -> completeWithFuture(show(id))));
  }

  private CompletionStage<HttpResponse> page(UUID overlayId) {
    return sessions
        .byOverlay(overlayId)
        .handle((found, redisIsAway) -> page.html(redisIsAway != null || found.isPresent()));
  }

  private CompletionStage<HttpResponse> show(UUID overlayId) {
    return sessions
        .byOverlay(overlayId)
        .handle((found, failure) -> {
          if (failure != null) {
            return Problems.response(failure);
          }
          return found.map(now -> Answer.ok(shown(now))).orElseGet(OverlayRoutes::noOverlay);
        })
        .thenApply(OverlayRoutes::anyOrigin);
  }

  private static Shown shown(SessionNow now) {
    Reply live = now.live();
    return new Shown(
        live.value(),
        live.forTally(),
        live.againstTally(),
        live.decayRate(),
        "active",
        now.session().settings().publicPart());
  }

  private CompletionStage<HttpResponse> socket(UUID overlayId, HttpRequest request) {
    return request
        .getAttribute(AttributeKeys.webSocketUpgrade)
        .map(upgrade -> sessions
            .byOverlay(overlayId)
            .thenCompose(found -> found
                .map(now -> open(now.session(), upgrade))
                .orElseGet(() -> CompletableFuture.completedFuture(noOverlay()))))
        .orElseGet(() -> CompletableFuture.completedFuture(upgradeRequired()));
  }

  private CompletionStage<HttpResponse> open(Session session, WebSocketUpgrade upgrade) {
    boolean v2 = false;
    for (String offered : upgrade.getRequestedProtocols()) {
      v2 |= offered.equals(V2);
    }
    boolean isV2 = v2;
    Outlet outlet = audience.outlet(session);
    return audience
        .register(session, isV2 ? Protocol.V2 : Protocol.DEFAULT, outlet)
        .thenApply(answer -> {
          if (answer instanceof Refused refused) {
            return full(refused);
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

  static HttpResponse noOverlay() {
    return Answer.notFound(NO_OVERLAY);
  }

  static HttpResponse full(Refused refused) {
    String why = switch (refused.reason()) {
      case SESSION_FULL -> "this session has " + refused.limit() + " clients already";
      case INSTANCE_FULL -> "this instance has " + refused.limit() + " clients already";
      case STOPPING -> "this instance is stopping";
    };
    return Problem.of(StatusCodes.SERVICE_UNAVAILABLE, why).response();
  }

  private static HttpResponse upgradeRequired() {
    return Problem.of(StatusCodes.UPGRADE_REQUIRED, "this is a WebSocket: ask for an upgrade")
        .response()
        .addHeader(RawHeader.create("Upgrade", "websocket"));
  }

  static HttpResponse anyOrigin(HttpResponse response) {
    return response.addHeader(RawHeader.create("Access-Control-Allow-Origin", "*"));
  }
}
