package dev.chatsway.gateway;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.mapResponse;
import static akka.http.javadsl.server.Directives.onSuccess;

import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.Directives;
import akka.http.javadsl.server.Route;
import dev.chatsway.gateway.studio.ChangeBudget;
import dev.chatsway.gateway.studio.CookieAuthenticator;
import dev.chatsway.http.AuditLog;
import dev.chatsway.http.BearerToken;
import dev.chatsway.http.JsonResponses;
import dev.chatsway.http.Problem;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.redis.signin.Principal;
import dev.chatsway.redis.signin.SignIn;
import dev.chatsway.session.AdminToken;
import dev.chatsway.session.Session;
import dev.chatsway.session.Tokens;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Authorizes requests: the admin token opens everything, an owner token its own session (RFC 6750 for the header); the
 * studio's cookie stands for either, or for an account, which opens its own sessions and, as a co-host, those shared with it.
 */
final class Access {

  private static final String ADMIN = "admin";
  private static final String OWNER = "owner";

  private final AdminToken adminToken;
  private final Sessions sessions;
  private final CookieAuthenticator studio;
  private final ChangeBudget budget;

  Access(
      AdminToken adminToken, Sessions sessions, CookieAuthenticator studio, ChangeBudget budget) {
    this.budget = budget;
    this.adminToken = adminToken;
    this.sessions = sessions;
    this.studio = studio;
  }

  /** For the admin token only. */
  Route admin(Supplier<Route> inner) {
    return adminOrAccount(account -> account.isPresent() ? unauthorized() : inner.get());
  }

  /** For the admin token, or for an account, which is given. */
  Route adminOrAccount(Function<Optional<String>, Route> inner) {
    return proven(
        who -> who.session() != null
            ? by(OWNER, Access::unauthorized)
            : by(
                name(who),
                () -> within(who.owner(), () -> inner.apply(Optional.ofNullable(who.owner())))),
        token -> isAdmin(token)
            ? by(ADMIN, () -> inner.apply(Optional.empty()))
            : by(AuditLog.UNKNOWN, Access::unauthorized));
  }

  /**
   * For the admin token, the owner token of this session, the account whose it is, or one that is its co-host, which is given. The
   * session is read at each request, so that a co-host that was removed has no access from then on.
   */
  Route session(UUID id, Function<Optional<String>, Route> inner) {
    Supplier<Route> owner = () -> inner.apply(Optional.empty());
    return proven(
        who -> {
          String account = who.owner();
          if (account != null) {
            return onSuccess(sessions.find(id), found -> ofAccount(account, found, inner));
          }
          if (who.isAdmin()) {
            return by(ADMIN, owner);
          }
          return id.equals(who.session())
              ? onSuccess(sessions.find(id), found -> by(OWNER, () -> within(found, owner)))
              : by(OWNER, Access::unauthorized);
        },
        token -> isAdmin(token)
            ? by(ADMIN, owner)
            : onSuccess(
                sessions.find(id),
                found -> found
                        .filter(session -> Tokens.equal(session.ownerToken(), token))
                        .isPresent()
                    ? by(OWNER, () -> within(found, owner))
                    : by(AuditLog.UNKNOWN, Access::unauthorized)));
  }

  private Route ofAccount(
      String account, Optional<Session> found, Function<Optional<String>, Route> inner) {
    if (found.filter(session -> session.isOwnedBy(account)).isPresent()) {
      return by(account, () -> within(found, () -> inner.apply(Optional.empty())));
    }
    return found.filter(session -> session.isSharedWith(account)).isPresent()
        ? by(account, () -> within(found, () -> inner.apply(Optional.of(account))))
        : complete(JsonResponses.notFound(SessionRoutes.NO_SESSION));
  }

  private Route within(Optional<Session> session, Supplier<Route> inner) {
    return within(session.map(Session::ownerAccount).orElse(null), inner);
  }

  /** Within the budget of changes of an owner, if there is one. */
  private Route within(@Nullable String owner, Supplier<Route> inner) {
    return extractRequest(
        request -> budget.refusal(request, owner).map(Directives::complete).orElseGet(inner));
  }

  private static String name(Principal who) {
    String account = who.owner() == null ? OWNER : who.owner();
    return who.isAdmin() ? ADMIN : account;
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
  private Route proven(Function<Principal, Route> byCookie, Function<String, Route> byToken) {
    return extractRequest(request -> BearerToken.of(request)
        .map(byToken)
        .orElseGet(() -> onSuccess(
            studio.signIn(request),
            found -> found.map(SignIn::principal).map(byCookie).orElseGet(Access::unauthorized))));
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
