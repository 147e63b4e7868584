package dev.chatsway.gateway;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.pathPrefix;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.Location;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.Route;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.chatsway.broadcaster.BroadcasterProtocol.Refused;
import dev.chatsway.http.JsonResponses;
import dev.chatsway.http.Problem;
import dev.chatsway.http.Problems;
import dev.chatsway.redis.Reply;
import dev.chatsway.redis.session.SessionSnapshot;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.session.SessionSettings;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;

/** The routes that an overlay id opens, from any origin (docs/interface.md, section 5). */
final class OverlayRoutes {

  private static final String NO_OVERLAY =
      "unknown overlay id; it may have been rotated, or its session deleted";

  /** The data that anyone with the overlay id may see. */
  private record Shown(
      double value,
      @JsonProperty("for") double forTally,
      double against,
      double decayRate,
      String status,
      SessionSettings.Public settings) {}

  private final Sessions sessions;
  private final OverlayPage page;

  OverlayRoutes(Sessions sessions, OverlayPage page) {
    this.sessions = sessions;
    this.page = page;
  }

  Route routes() {
    return extractRequest(request -> concat(
        path(
            segment("overlay").slash("assets").slash(segment()),
            name -> get(() -> complete(page.asset(name, request)))),
        pathPrefix(
            segment("overlay").slash("assets"), () -> get(() -> complete(OverlayPage.noAsset()))),
        path(
            segment("overlay").slash(segment()),
            id -> get(() -> completeWithFuture(page(id, request)))),
        pathPrefix("overlay", () -> get(() -> complete(toThePage(request))))));
  }

  /**
   * Redirects other paths under {@code /overlay} to the page of the id that they contain, so that a URL mistyped in OBS
   * never shows an error on a stream. The redirect is relative, for proxies that add a path prefix.
   */
  private static HttpResponse toThePage(HttpRequest request) {
    String[] segments = request.getUri().getPathString().split("/", -1);
    String id =
        Stream.of(segments).filter(each -> uuid(each).isPresent()).findFirst().orElse("unknown");
    var query = request.getUri().rawQueryString().map(each -> "?" + each).orElse("");
    return HttpResponse.create()
        .withStatus(StatusCodes.FOUND)
        .addHeader(Location.create("../".repeat(segments.length - 2) + "overlay/" + id + query))
        .addHeader(RawHeader.create("Cache-Control", "no-store"));
  }

  /** {@code GET /api/v1/overlays/{overlayId}}: the same without a socket. */
  Route api() {
    return path(
        segment("overlays").slash(segment()),
        id -> get(() -> completeWithFuture(forAnyOrigin(id, this::show))));
  }

  private CompletionStage<HttpResponse> page(String id, HttpRequest request) {
    return uuid(id)
        .map(this::isKnown)
        .orElseGet(() -> CompletableFuture.completedFuture(false))
        .thenApply(known -> page.html(known, request));
  }

  /** Served even while Redis is down: the page keeps trying. */
  private CompletionStage<Boolean> isKnown(UUID overlayId) {
    return sessions
        .byOverlay(overlayId)
        .handle((found, redisIsAway) -> redisIsAway != null || found.isPresent());
  }

  private CompletionStage<HttpResponse> show(UUID overlayId) {
    return sessions
        .byOverlay(overlayId)
        .thenApply(found -> found.map(OverlayRoutes::answer).orElseGet(OverlayRoutes::noOverlay));
  }

  private static HttpResponse answer(SessionSnapshot now) {
    return now.session().isSuspended() ? unavailable() : JsonResponses.ok(shown(now));
  }

  /**
   * The response of {@code answer}, its failure, or 404 for an invalid overlay id, all readable by pages of any origin.
   */
  static CompletionStage<HttpResponse> forAnyOrigin(
      String id, Function<UUID, CompletionStage<HttpResponse>> answer) {
    return uuid(id)
        .map(answer)
        .orElseGet(() -> CompletableFuture.completedFuture(noOverlay()))
        .exceptionally(Problems::response)
        .thenApply(OverlayRoutes::anyOrigin);
  }

  /** Anything but a UUID is an unknown overlay id; the page says so itself. */
  private static Optional<UUID> uuid(String id) {
    try {
      return Optional.of(UUID.fromString(id)).filter(uuid -> uuid.toString().equalsIgnoreCase(id));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Shown shown(SessionSnapshot now) {
    Reply live = now.live();
    return new Shown(
        live.value(),
        live.forTally(),
        live.againstTally(),
        live.decayRate(),
        "active",
        now.session().currentSettings().publicPart());
  }

  static HttpResponse noOverlay() {
    return JsonResponses.notFound(NO_OVERLAY);
  }

  /** Of a suspended owner: it may be there again later. */
  static HttpResponse unavailable() {
    return Problem.of(StatusCodes.FORBIDDEN, "this overlay is unavailable").response();
  }

  static HttpResponse full(Refused refused) {
    String why = switch (refused.reason()) {
      case SESSION_FULL -> "this session has " + refused.limit() + " clients already";
      case OWNER_FULL -> "the bars of this owner have " + refused.limit() + " clients already";
      case INSTANCE_FULL -> "this instance has " + refused.limit() + " clients already";
      case STOPPING -> "this instance is stopping";
    };
    return Problem.of(StatusCodes.SERVICE_UNAVAILABLE, why).response();
  }

  /** Not needed for a switch to a WebSocket: browsers leave checking its origin to the server. */
  private static HttpResponse anyOrigin(HttpResponse response) {
    return response.status().equals(StatusCodes.SWITCHING_PROTOCOLS)
        ? response
        : response.addHeader(RawHeader.create("Access-Control-Allow-Origin", "*"));
  }
}
