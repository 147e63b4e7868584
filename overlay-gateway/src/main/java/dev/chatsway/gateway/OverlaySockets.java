package dev.chatsway.gateway;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.NotUsed;
import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.Connection;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.model.ws.Message;
import akka.http.javadsl.model.ws.WebSocketUpgrade;
import akka.http.javadsl.server.Route;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import dev.chatsway.broadcaster.BroadcasterProtocol.Refused;
import dev.chatsway.broadcaster.ClientQueue;
import dev.chatsway.broadcaster.Protocol;
import dev.chatsway.http.FrameSource;
import dev.chatsway.http.Problem;
import dev.chatsway.redis.session.SessionSnapshot;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.session.Session;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * {@code GET /ws/overlay/{overlayId}}: WebSockets of overlays, in the protocol that the client offers. Before any
 * upgrade, in this order: 404 for an unknown id, 403 for a suspended owner, 503 while Redis is away, 426 without an
 * upgrade, 503 when full.
 */
final class OverlaySockets {

  private static final String V2 = "chatsway.v2";

  /** Akka HTTP does the handshake; the frames are its connection's, see {@link FrameSource}. */
  private static final Flow<Message, Message, NotUsed> HANDSHAKE_ONLY =
      Flow.fromSinkAndSourceCoupled(Sink.cancelled(), Source.maybe());

  private final Sessions sessions;
  private final BroadcasterClient broadcaster;

  /** Look-ups in flight, shared by all concurrent requests for the same overlay. */
  private final ConcurrentMap<UUID, CompletionStage<Optional<SessionSnapshot>>> lookups =
      new ConcurrentHashMap<>();

  OverlaySockets(Sessions sessions, BroadcasterClient broadcaster) {
    this.sessions = sessions;
    this.broadcaster = broadcaster;
  }

  Route routes() {
    return path(
        segment("ws").slash("overlay").slash(segment()),
        id -> get(() -> extractRequest(request -> completeWithFuture(
            OverlayRoutes.forAnyOrigin(id, overlay -> answer(overlay, request))))));
  }

  private CompletionStage<HttpResponse> answer(UUID overlayId, HttpRequest request) {
    Optional<WebSocketUpgrade> upgrade = request.getAttribute(AttributeKeys.webSocketUpgrade);
    return find(overlayId).thenCompose(found -> {
      if (found.isEmpty()) {
        return CompletableFuture.completedFuture(OverlayRoutes.noOverlay());
      }
      if (found.get().session().isSuspended()) {
        return CompletableFuture.completedFuture(OverlayRoutes.unavailable());
      }
      return upgrade
          .map(each -> open(found.get().session(), each, offersV2(request)))
          .orElseGet(() -> CompletableFuture.completedFuture(upgradeRequired(request)));
    });
  }

  private CompletionStage<Optional<SessionSnapshot>> find(UUID overlayId) {
    var lookup = lookups.computeIfAbsent(overlayId, sessions::byOverlay);
    return lookup.whenComplete((found, failure) -> lookups.remove(overlayId, lookup));
  }

  /** Reads all lines of the header, skipping empty elements (RFC 9110, section 5.6.1). */
  private static boolean offersV2(HttpRequest request) {
    for (HttpHeader header : request.getHeaders()) {
      if (header.is("sec-websocket-protocol")) {
        for (String offered : header.value().split(",", -1)) {
          if (offered.strip().equals(V2)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private CompletionStage<HttpResponse> open(
      Session session, WebSocketUpgrade upgrade, boolean isV2) {
    ClientQueue queue = broadcaster.queue(session);
    return broadcaster
        .register(session, isV2 ? Protocol.V2 : Protocol.DEFAULT, queue)
        .thenApply(answer -> {
          if (answer instanceof Refused refused) {
            return OverlayRoutes.full(refused);
          }
          HttpResponse upgraded = isV2
              ? upgrade.handleMessagesWith(HANDSHAKE_ONLY, V2)
              : upgrade.handleMessagesWith(HANDSHAKE_ONLY);
          return upgraded.addAttribute(FrameSource.KEY, new ClientQueueFrames(queue));
        });
  }

  /** RFC 9110, section 15.5.22, and RFC 6455, section 4.2.2, for a handshake of another version. */
  private static HttpResponse upgradeRequired(HttpRequest request) {
    HttpResponse required = Problem.of(
            StatusCodes.UPGRADE_REQUIRED, "this is a WebSocket endpoint: send an upgrade request")
        .response()
        .addHeader(Connection.create("Upgrade"))
        .addHeader(RawHeader.create("Upgrade", "websocket"));
    boolean isOtherVersion = request
        .getHeader("Sec-WebSocket-Version")
        .filter(version -> !version.value().strip().equals("13"))
        .isPresent();
    return isOtherVersion
        ? required.addHeader(RawHeader.create("Sec-WebSocket-Version", "13"))
        : required;
  }
}
