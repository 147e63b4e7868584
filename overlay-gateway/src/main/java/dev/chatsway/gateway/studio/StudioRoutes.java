package dev.chatsway.gateway.studio;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.delete;
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
import akka.http.javadsl.server.Directives;
import akka.http.javadsl.server.Route;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chatsway.gateway.Urls;
import dev.chatsway.http.AuditLog;
import dev.chatsway.http.BearerToken;
import dev.chatsway.http.JsonBody;
import dev.chatsway.http.JsonResponses;
import dev.chatsway.http.Problem;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.redis.signin.Principal;
import dev.chatsway.redis.signin.SignIn;
import dev.chatsway.redis.signin.SignIns;
import dev.chatsway.session.Session;
import dev.chatsway.session.Tokens;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The studio's page, and signing in and out. Everything else goes through the session API. */
final class StudioRoutes {

  /** Who is signed in (the admin without a session or an account), the sign-in, and this server in the local network. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  private record Me(
      @Nullable UUID session, @Nullable AccountView account, String signIn, String network) {}

  /** An account, and how many bars of its own it may have. */
  private record AccountView(String login, int maxBars) {}

  /** How one can sign in besides with a token. */
  private record Ways(boolean twitch) {}

  private record NewCode(String code, long seconds) {}

  private record SignInList(List<SignInView> signIns) {}

  private record SignInView(String id, Instant since, Instant lastUsed, boolean current) {}

  /** Besides this server, OBS on the computer of the browser: the page puts overlays into it by its WebSocket server. */
  private static final String CONNECT_SOURCES = "'self' ws://127.0.0.1:* ws://localhost:*";

  private final StudioPage page = new StudioPage("index.html", CONNECT_SOURCES);
  private final Sessions sessions;
  private final String adminToken;
  private final JsonBody body;
  private final Duration cookieLifetime;
  private final SignIns signIns;
  private final CookieAuthenticator access;
  private final Urls urls;
  private final SignInCodes codes;
  private final Accounts accounts;
  private final Optional<AccountRoutes> twitch;

  /** {@code twitch} is there if one can sign in with Twitch. */
  StudioRoutes(
      StudioSettings settings,
      Sessions sessions,
      SignIns signIns,
      Accounts accounts,
      CookieAuthenticator access,
      Optional<AccountRoutes> twitch,
      String adminToken,
      Urls urls,
      JsonBody body,
      Clock clock) {
    this.sessions = sessions;
    this.adminToken = adminToken;
    this.body = body;
    this.cookieLifetime = settings.cookieLifetime();
    this.signIns = signIns;
    this.accounts = accounts;
    this.access = access;
    this.twitch = twitch;
    this.urls = urls;
    this.codes = new SignInCodes(settings.signInCode(), clock, settings);
  }

  /** All paths under {@code /studio}, and {@code /}, which redirects there. */
  Route routes() {
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
        path("me", () -> get(() -> signedIn((request, signIn) -> me(signIn)))),
        pathPrefix(
            "sign-in",
            () -> concat(
                pathEnd(() -> concat(
                    get(() -> complete(JsonResponses.ok(new Ways(twitch.isPresent())))),
                    post(() -> fromOurPages(request -> body.json(sent -> signIn(request, sent)))))),
                twitch.map(AccountRoutes::routes).orElseGet(Directives::reject))),
        path(
            "sign-out-everywhere",
            () -> post(() -> fromOurPages(
                request -> signedIn((same, signIn) -> signOutEverywhere(request, signIn))))),
        path(
            "account",
            () -> delete(() -> fromOurPages(
                request -> signedIn((same, signIn) -> deleteAccount(request, signIn))))),
        path(
            "sign-in-codes",
            () -> post(() -> extractRequest(request -> complete(newCode(request))))),
        path(
            "sign-out",
            () -> post(() -> fromOurPages(request -> completeWithFuture(signOut(request))))),
        pathPrefix("sign-ins", this::elsewhere));
  }

  private Route elsewhere() {
    return concat(
        pathEnd(() -> concat(
            get(() -> signedIn((request, signIn) -> list(signIn))),
            delete(() -> fromOurPages(request -> signedIn((same, signIn) -> endOthers(signIn)))))),
        path(
            segment(),
            id -> delete(
                () -> fromOurPages(request -> signedIn((same, signIn) -> end(signIn, id))))));
  }

  /** A relative redirect, for proxies that add a path prefix. */
  private static HttpResponse to(String location) {
    return HttpResponse.create()
        .withStatus(StatusCodes.SEE_OTHER)
        .addHeader(Location.create(location));
  }

  private Route fromOurPages(Function<HttpRequest, Route> inner) {
    return extractRequest(request -> access.isFromOurPages(request)
        ? inner.apply(request)
        : complete(Problem.of(StatusCodes.FORBIDDEN, access.whyNotFromOurPages(request))
            .response()));
  }

  private Route signedIn(BiFunction<HttpRequest, SignIn, CompletionStage<HttpResponse>> inner) {
    return extractRequest(request -> completeWithFuture(access
        .signIn(request)
        .thenCompose(found -> found
            .map(signIn -> inner.apply(request, signIn))
            .orElseGet(() -> CompletableFuture.completedStage(refused("not signed in"))))));
  }

  private CompletionStage<HttpResponse> me(SignIn signIn) {
    Principal who = signIn.principal();
    return who.owner() == null
        ? CompletableFuture.completedStage(me(signIn, null))
        : accounts
            .find(who.owner())
            .thenApply(found -> found
                .map(owner -> me(signIn, new AccountView(owner.login(), accounts.maxBars(owner))))
                .orElseGet(() -> refused("not signed in")));
  }

  private HttpResponse me(SignIn signIn, @Nullable AccountView account) {
    return JsonResponses.ok(new Me(
        signIn.principal().session(), account, signIn.id(), urls.network().get()));
  }

  private CompletionStage<HttpResponse> signIn(HttpRequest request, JsonNode sent) {
    String code = sent.path("code").asString("");
    if (codes.redeem(code)) {
      return begin(request, Principal.ADMIN, adminToken).whenComplete((begun, failure) -> {
        if (failure != null) {
          codes.giveBack(code);
        }
      });
    }
    String token = sent.path("token").asString("").strip();
    if (Tokens.equal(adminToken, token)) {
      return begin(request, Principal.ADMIN, token);
    }
    return (token.isEmpty()
            ? CompletableFuture.completedStage(Optional.<Session>empty())
            : sessions.byOwnerToken(token))
        .thenCompose(found -> found
            .map(session -> begin(request, Principal.of(session.id()), token))
            .orElseGet(() -> CompletableFuture.completedStage(refused(
                    sent.has("code")
                        ? "this link has already been used, or has expired"
                        : "neither the admin token nor the owner token of a bar")
                .addAttribute(AuditLog.WHO, AuditLog.UNKNOWN))));
  }

  /** A new code for a sign-in link, for who has the admin token itself: the console. */
  private HttpResponse newCode(HttpRequest request) {
    boolean isAdmin =
        BearerToken.of(request).filter(token -> Tokens.equal(adminToken, token)).isPresent();
    return isAdmin
        ? JsonResponses.ok(new NewCode(codes.fresh(), codes.lifetime().toSeconds()))
            .addAttribute(AuditLog.WHO, "admin")
        : refused("Authorization: send the admin token as a bearer token")
            .addAttribute(AuditLog.WHO, AuditLog.UNKNOWN);
  }

  /** Begins a sign-in with a new secret, replacing the browser's previous one. */
  private CompletionStage<HttpResponse> begin(
      HttpRequest request, Principal principal, String token) {
    return end(request)
        .thenCompose(ended -> signIns.begin(principal, access.mark(token)))
        .thenCompose(begun -> me(begun.signIn())
            .thenApply(me -> by(begun.signIn(), me)
                .addHeader(
                    setCookie(access.cookie(request).signIn(begun.secret(), cookieLifetime)))));
  }

  private CompletionStage<HttpResponse> signOut(HttpRequest request) {
    return end(request).thenApply(ended -> {
      HttpResponse done =
          JsonResponses.done().addHeader(setCookie(access.cookie(request).signOut()));
      return ended.map(signIn -> by(signIn, done)).orElse(done);
    });
  }

  /** Ends the request's sign-in, if it has one. */
  private CompletionStage<Optional<SignIn>> end(HttpRequest request) {
    return access
        .signIn(request)
        .thenCompose(found -> found.isEmpty()
            ? CompletableFuture.completedStage(found)
            : signIns.end(found.get()).thenApply(ended -> found));
  }

  private CompletionStage<HttpResponse> list(SignIn current) {
    return access
        .all(current.principal())
        .thenApply(all -> JsonResponses.ok(new SignInList(all.stream()
            .map(each -> new SignInView(
                each.id(), each.since(), each.lastUsed(), each.id().equals(current.id())))
            .toList())));
  }

  private CompletionStage<HttpResponse> end(SignIn current, String id) {
    return end(current, each -> each.id().equals(id))
        .thenApply(ended -> ended == 0
            ? JsonResponses.notFound("there is no sign-in with this id")
            : by(current, JsonResponses.done()));
  }

  private CompletionStage<HttpResponse> endOthers(SignIn current) {
    return end(current, each -> !each.id().equals(current.id()))
        .thenApply(ended -> by(current, JsonResponses.done()));
  }

  /** Ends some of the sign-ins of the same principal; returns how many. */
  private CompletionStage<Integer> end(SignIn current, Predicate<SignIn> which) {
    return access.all(current.principal()).thenCompose(all -> {
      var ended = all.stream()
          .filter(which)
          .map(each -> signIns.end(each).toCompletableFuture())
          .toList();
      return CompletableFuture.allOf(ended.toArray(CompletableFuture<?>[]::new))
          .thenApply(done -> ended.size());
    });
  }

  private static HttpResponse by(SignIn signIn, HttpResponse response) {
    Principal who = signIn.principal();
    String account = who.owner() == null ? "owner" : who.owner();
    return response.addAttribute(AuditLog.WHO, who.isAdmin() ? "admin" : account);
  }

  /** Ends all sign-ins of the same principal, also the one that asks. */
  private CompletionStage<HttpResponse> signOutEverywhere(HttpRequest request, SignIn current) {
    Principal who = current.principal();
    return (who.owner() == null ? signIns.endAll(who) : accounts.endSignIns(who.owner()))
        .thenApply(ended -> by(current, JsonResponses.done())
            .addHeader(setCookie(access.cookie(request).signOut())));
  }

  private CompletionStage<HttpResponse> deleteAccount(HttpRequest request, SignIn current) {
    String account = current.principal().owner();
    return account == null
        ? CompletableFuture.completedStage(
            Problem.of(StatusCodes.FORBIDDEN, "signed in with a token, not with an account")
                .response())
        : accounts
            .delete(account)
            .thenApply(deleted -> by(current, JsonResponses.done())
                .addHeader(setCookie(access.cookie(request).signOut())));
  }

  private static RawHeader setCookie(String value) {
    return RawHeader.create("Set-Cookie", value);
  }

  private static HttpResponse refused(String why) {
    return Problem.of(StatusCodes.UNAUTHORIZED, why).response();
  }
}
