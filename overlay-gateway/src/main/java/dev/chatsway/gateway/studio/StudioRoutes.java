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
import dev.chatsway.http.AuditLog;
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

/** The studio's page, and signing in and out there. All else that it does goes through the session API. */
final class StudioRoutes {

  /** Who is signed in, without a session or an account the admin, and by which sign-in. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Me(@Nullable UUID session, @Nullable AccountView account, String signIn) {}

  /** An account, and how many bars it may have. */
  private record AccountView(String login, int maxBars) {}

  /** How one can sign in besides with a token. */
  private record Ways(boolean twitch) {}

  private record SignInList(List<SignInView> signIns) {}

  private record SignInView(String id, Instant since, Instant lastUsed, boolean current) {}

  private final StudioPage page = new StudioPage("index.html");
  private final Sessions sessions;
  private final String adminToken;
  private final JsonBody body;
  private final Duration cookieLifetime;
  private final SignIns signIns;
  private final CookieAuthenticator access;
  private final SignInCode code;
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
    this.code = new SignInCode(settings.signInCode(), clock, settings);
  }

  /** All below {@code /studio}, and {@code /} which leads there. */
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

  /** A relative redirect, for a proxy that puts a path before it. */
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
        ? CompletableFuture.completedStage(
            JsonResponses.ok(new Me(who.session(), null, signIn.id())))
        : accounts
            .find(who.owner())
            .thenApply(found -> found
                .map(owner -> JsonResponses.ok(
                    new Me(null, new AccountView(owner.login(), accounts.maxBars()), signIn.id())))
                .orElseGet(() -> refused("not signed in")));
  }

  private CompletionStage<HttpResponse> signIn(HttpRequest request, JsonNode sent) {
    if (code.redeem(sent.path("code").asString(""))) {
      return begin(request, Principal.ADMIN, adminToken).whenComplete((begun, failure) -> {
        if (failure != null) {
          code.giveBack();
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

  /** Begins a sign-in with a new secret, in place of the one that the browser came with. */
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

  /** Ends the sign-in that a request came with, if it did. */
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

  /** Ends some of the sign-ins of the same principal; how many. */
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
