package dev.chatsway.gateway.studio;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.pathEnd;
import static akka.http.javadsl.server.Directives.pathPrefix;
import static akka.http.javadsl.server.Directives.pathSingleSlash;
import static akka.http.javadsl.server.Directives.post;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.Location;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.Route;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chatsway.http.AuditLog;
import dev.chatsway.http.JsonBody;
import dev.chatsway.http.JsonResponses;
import dev.chatsway.http.Problem;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.session.Tokens;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The studio's page, and signing in and out there. All else that it does goes through the session API. */
public final class StudioRoutes {

  /** Who is signed in; without a session it is the admin. */
  private record Me(
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UUID session) {}

  private final StudioPage page = new StudioPage("index.html");
  private final Sessions sessions;
  private final String adminToken;
  private final Supplier<String> base;
  private final JsonBody body;
  private final StudioCookie cookie;
  private final CookieAuthenticator access;
  private final SignInCode code;

  /** {@code base} is what the URLs that people use start with. */
  public StudioRoutes(
      StudioSettings settings,
      Sessions sessions,
      String adminToken,
      Supplier<String> base,
      JsonBody body,
      Clock clock) {
    this.sessions = sessions;
    this.adminToken = adminToken;
    this.base = base;
    this.body = body;
    this.cookie = new StudioCookie(adminToken, clock, settings.cookieLifetime());
    this.access = new CookieAuthenticator(cookie, base);
    this.code = new SignInCode(settings.signInCode(), clock, settings);
  }

  /** What the session API takes as a proof besides tokens. */
  public CookieAuthenticator access() {
    return access;
  }

  /** All below {@code /studio}, and {@code /} which leads there. */
  public Route routes() {
    return concat(
        pathSingleSlash(() -> get(() -> complete(to("studio")))),
        pathPrefix("studio", this::studio));
  }

  private Route studio() {
    return concat(
        pathEnd(() -> get(() -> extractRequest(request -> complete(page.html(request))))),
        pathSingleSlash(() -> get(() -> complete(to("../studio")))),
        path(
            segment("assets").slash(segment()),
            name -> get(() -> extractRequest(request -> complete(page.asset(name, request))))),
        path("me", () -> get(() -> extractRequest(request -> complete(me(request))))),
        path("sign-in", () -> post(() -> fromOurPages(() -> body.json(this::signIn)))),
        path("sign-out", () -> post(() -> fromOurPages(() -> complete(signOut())))));
  }

  /** A relative redirect, for a proxy that puts a path before it. */
  private static HttpResponse to(String location) {
    return HttpResponse.create()
        .withStatus(StatusCodes.SEE_OTHER)
        .addHeader(Location.create(location));
  }

  private Route fromOurPages(Supplier<Route> inner) {
    return extractRequest(request -> access.isFromOurPages(request)
        ? inner.get()
        : complete(Problem.of(StatusCodes.FORBIDDEN, access.whyNotFromOurPages(request))
            .response()));
  }

  private HttpResponse me(HttpRequest request) {
    return access
        .visitor(request)
        .map(visitor -> JsonResponses.ok(me(visitor)))
        .orElseGet(() -> refused("not signed in"));
  }

  private static Me me(Principal visitor) {
    return new Me(visitor instanceof Principal.Owner owner ? owner.session() : null);
  }

  private CompletionStage<HttpResponse> signIn(JsonNode request) {
    if (code.redeem(request.path("code").asString(""))) {
      return CompletableFuture.completedFuture(signedIn(new Principal.Admin()));
    }
    String token = request.path("token").asString("").strip();
    return visitor(token)
        .thenApply(found -> found
            .map(this::signedIn)
            .orElseGet(() -> refused(
                request.has("code")
                    ? "this link was used before, or is too old"
                    : "neither the admin token nor the owner token of a bar")));
  }

  private CompletionStage<Optional<Principal>> visitor(String token) {
    if (token.isEmpty()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    if (Tokens.equal(adminToken, token)) {
      return CompletableFuture.completedFuture(Optional.of(new Principal.Admin()));
    }
    return sessions
        .byOwnerToken(token)
        .thenApply(
            found -> found.map(session -> new Principal.Owner(session.id(), cookie.mark(token))));
  }

  private HttpResponse signedIn(Principal visitor) {
    return JsonResponses.ok(me(visitor))
        .addAttribute(AuditLog.WHO, visitor instanceof Principal.Admin ? "admin" : "owner")
        .addHeader(RawHeader.create("Set-Cookie", cookie.signIn(visitor, isSecure())));
  }

  private HttpResponse signOut() {
    return JsonResponses.done()
        .addHeader(RawHeader.create("Set-Cookie", cookie.signOut(isSecure())));
  }

  private boolean isSecure() {
    return base.get().startsWith("https:");
  }

  private static HttpResponse refused(String why) {
    return Problem.of(StatusCodes.UNAUTHORIZED, why).response();
  }
}
