package dev.chatsway.gateway;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.mapResponse;
import static akka.http.javadsl.server.Directives.onSuccess;

import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.Route;
import dev.chatsway.gateway.studio.CookieAuthenticator;
import dev.chatsway.http.AuditLog;
import dev.chatsway.http.BearerToken;
import dev.chatsway.http.Problem;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.redis.signin.SignIn;
import dev.chatsway.session.AdminToken;
import dev.chatsway.session.Tokens;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Authorizes requests: the admin token opens everything, an owner token its own session (RFC 6750 for the header); the
 * studio's cookie stands for either.
 */
final class Access {

  private static final String ADMIN = "admin";
  private static final String OWNER = "owner";

  private final AdminToken adminToken;
  private final Sessions sessions;
  private final CookieAuthenticator studio;

  Access(AdminToken adminToken, Sessions sessions, CookieAuthenticator studio) {
    this.adminToken = adminToken;
    this.sessions = sessions;
    this.studio = studio;
  }

  /** For the admin token only. */
  Route admin(Supplier<Route> inner) {
    return proven(
        signIn -> signIn.session() == null ? by(ADMIN, inner) : by(OWNER, Access::unauthorized),
        token -> isAdmin(token) ? by(ADMIN, inner) : by(AuditLog.UNKNOWN, Access::unauthorized));
  }

  /** For the admin token, or the owner token of this session. */
  Route owner(UUID id, Supplier<Route> inner) {
    return proven(
        signIn -> signIn.session() == null
            ? by(ADMIN, inner)
            : by(OWNER, signIn.session().equals(id) ? inner : Access::unauthorized),
        token -> isAdmin(token)
            ? by(ADMIN, inner)
            : onSuccess(
                sessions.find(id),
                found -> found
                        .filter(session -> Tokens.equal(session.ownerToken(), token))
                        .isPresent()
                    ? by(OWNER, inner)
                    : by(AuditLog.UNKNOWN, Access::unauthorized)));
  }

  /** Ends the sign-ins made with an owner token that is no longer valid. */
  CompletionStage<?> endSignIns(UUID id) {
    return studio.endAll(id);
  }

  /** Marks the response with the actor, for the audit log. */
  private static Route by(String who, Supplier<Route> inner) {
    return mapResponse(response -> response.addAttribute(AuditLog.WHO, who), inner);
  }

  /** Authenticates by a token, or else by the studio's cookie. */
  private Route proven(Function<SignIn, Route> byCookie, Function<String, Route> byToken) {
    return extractRequest(request -> BearerToken.of(request)
        .map(byToken)
        .orElseGet(() -> onSuccess(
            studio.signIn(request), found -> found.map(byCookie).orElseGet(Access::unauthorized))));
  }

  private boolean isAdmin(String token) {
    return adminToken.is(token);
  }

  private static Route unauthorized() {
    return complete(Problem.of(
            StatusCodes.UNAUTHORIZED,
            "Authorization: send the admin token, or the session's owner token, as a bearer token")
        .response()
        .addHeader(RawHeader.create("WWW-Authenticate", "Bearer")));
  }
}
