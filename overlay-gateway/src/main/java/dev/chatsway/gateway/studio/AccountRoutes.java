package dev.chatsway.gateway.studio;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.post;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.Query;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.Route;
import dev.chatsway.gateway.studio.TwitchIdentity.UnconfirmedException;
import dev.chatsway.http.AuditLog;
import dev.chatsway.http.JsonResponses;
import dev.chatsway.http.Problem;
import dev.chatsway.redis.signin.Owner;
import dev.chatsway.redis.signin.Principal;
import dev.chatsway.redis.signin.SignInAttempts;
import dev.chatsway.redis.signin.SignInAttempts.Attempt;
import dev.chatsway.redis.signin.SignIns;
import dev.chatsway.session.StoreUnavailableException;
import dev.chatsway.session.Tokens;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /studio/sign-in/twitch}: the way to Twitch, which only our own page can begin, and back. It always ends at the studio,
 * which is told in the fragment why it ended without a sign-in: nothing in a request chooses where a browser is sent.
 */
final class AccountRoutes {

  /** Why somebody who came back is not signed in; the studio has a sentence for each. */
  private enum Failure {
    DENIED,
    EXPIRED,
    UNCONFIRMED,
    CLOSED,
    SUSPENDED,
    UNAVAILABLE
  }

  /**
   * Where to go.
   *
   * @param attempt what the page finds in the fragment when it is back and signed in
   */
  private record Way(String url, String attempt) {}

  private record Back(@Nullable Owner owner, Failure otherwise) {}

  private static final Logger LOG = LoggerFactory.getLogger(AccountRoutes.class);
  private static final String CALLBACK = "/studio/sign-in/twitch";
  private static final int LONGEST_CODE = 500;

  private final SignInSettings settings;
  private final TwitchIdentity twitch;
  private final SignInAttempts attempts;
  private final SignIns signIns;
  private final Accounts accounts;
  private final CookieAuthenticator access;
  private final Duration cookieLifetime;
  private final Supplier<String> base;

  AccountRoutes(
      SignInSettings settings,
      TwitchIdentity twitch,
      SignInAttempts attempts,
      SignIns signIns,
      Accounts accounts,
      CookieAuthenticator access,
      Duration cookieLifetime,
      Supplier<String> base) {
    this.settings = settings;
    this.twitch = twitch;
    this.attempts = attempts;
    this.signIns = signIns;
    this.accounts = accounts;
    this.access = access;
    this.cookieLifetime = cookieLifetime;
    this.base = base;
  }

  /** Below {@code /studio/sign-in}. */
  Route routes() {
    return path(
        "twitch",
        () -> concat(
            post(() -> extractRequest(this::begin)),
            get(() -> extractRequest(request -> completeWithFuture(end(request))))));
  }

  private Route begin(HttpRequest request) {
    if (!access.isFromOurPages(request)) {
      return complete(
          Problem.of(StatusCodes.FORBIDDEN, access.whyNotFromOurPages(request)).response());
    }
    if (!access.isAtPublicUrl(request)) { // its cookie would not come back
      return complete(Problem.of(
              StatusCodes.FORBIDDEN,
              "Twitch sends browsers back to " + base.get() + "/studio: sign in there")
          .response());
    }
    return completeWithFuture(access.signIn(request).thenCompose(current -> {
      String browser = Tokens.token();
      String state = Tokens.token();
      var attempt = new Attempt(
          Tokens.token(),
          Tokens.token() + Tokens.token(), // RFC 7636, section 4.1: 43 characters at least
          Tokens.token(),
          current.map(each -> each.id()).orElse(""));
      return attempts
          .begin(browser, state, attempt)
          .thenApply(begun -> JsonResponses.ok(
                  new Way(twitch.page(redirect(), state, attempt), attempt.page()))
              .addHeader(cookie(
                  access.publicCookie().attempt().signIn(browser, SignInAttempts.LIFETIME))));
    }));
  }

  private CompletionStage<HttpResponse> end(HttpRequest request) {
    var query = query(request);
    return taken(StudioCookie.attempts(request), one(query, "state"))
        .thenCompose(attempt -> attempt
            .map(found -> back(query, found)
                .thenCompose(back -> back.owner == null
                    ? CompletableFuture.completedStage(failed(back.otherwise))
                    : signedIn(request, back.owner, found)))
            .orElseGet(() -> CompletableFuture.completedStage(failed(Failure.EXPIRED))))
        .exceptionally(failure -> failed(why(failure)))
        .thenApply(
            answer -> answer.addHeader(cookie(access.publicCookie().attempt().signOut())));
  }

  /** The attempt that one of the cookies belongs to: another program on the same host can plant some. */
  private CompletionStage<Optional<Attempt>> taken(List<String> browsers, String state) {
    if (browsers.isEmpty() || state.isEmpty()) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    return attempts
        .take(browsers.get(0), state)
        .thenCompose(found -> found.isPresent()
            ? CompletableFuture.completedStage(found)
            : taken(browsers.subList(1, browsers.size()), state));
  }

  private CompletionStage<Back> back(Query query, Attempt attempt) {
    String code = one(query, "code");
    var issuer = query.get("iss"); // RFC 9207
    if (query.get("error").isPresent()) {
      return CompletableFuture.completedStage(new Back(
          null,
          one(query, "error").equals("access_denied") ? Failure.DENIED : Failure.UNCONFIRMED));
    }
    if (code.isEmpty()
        || code.length() > LONGEST_CODE
        || issuer.filter(each -> !each.equals(settings.issuer().toString())).isPresent()) {
      return CompletableFuture.completedStage(new Back(null, Failure.UNCONFIRMED));
    }
    return twitch
        .account(code, redirect(), attempt)
        .thenCompose(accounts::signedIn)
        .thenApply(found -> found
            .map(owner -> owner.suspended()
                ? new Back(null, Failure.SUSPENDED)
                : new Back(owner, Failure.UNCONFIRMED))
            .orElseGet(() -> new Back(null, Failure.CLOSED)));
  }

  /** Begins a sign-in with a new secret, in place of the one that the browser had. */
  private CompletionStage<HttpResponse> signedIn(
      HttpRequest request, Owner owner, Attempt attempt) {
    return signIns
        .end(attempt.replaced())
        .thenCompose(
            ended -> signIns.begin(Principal.of(owner.account()), access.mark(owner.secret())))
        .thenApply(begun -> {
          AuditLog.note(owner.account(), "sign-in with Twitch", request);
          return toStudio("signed-in=" + begun.signIn().id() + "." + attempt.page())
              .addHeader(cookie(access.publicCookie().signIn(begun.secret(), cookieLifetime)));
        });
  }

  private static Failure why(Throwable failure) {
    Throwable cause = failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
    if (cause instanceof StoreUnavailableException) {
      return Failure.UNAVAILABLE;
    }
    if (cause instanceof UnconfirmedException) {
      LOG.warn("Twitch did not confirm a sign-in: {}", cause.getMessage());
    } else {
      LOG.error("A sign-in with Twitch failed", cause);
    }
    return Failure.UNCONFIRMED;
  }

  private static HttpResponse failed(Failure failure) {
    return toStudio("sign-in-failed=" + failure.name().toLowerCase(Locale.ROOT));
  }

  /** Relative, for a proxy that puts a path before it. */
  private static HttpResponse toStudio(String fragment) {
    return HttpResponse.create()
        .withStatus(StatusCodes.SEE_OTHER)
        .addHeader(RawHeader.create("Location", "../../studio#" + fragment))
        .addHeader(RawHeader.create("Cache-Control", "no-store"))
        .addHeader(RawHeader.create("Referrer-Policy", "no-referrer"));
  }

  /** Where Twitch sends browsers back to, as it has to be registered there. */
  private String redirect() {
    return base.get() + CALLBACK;
  }

  /** A parameter that is there once; a second one makes it empty (RFC 6749, section 3.1). */
  private static String one(Query query, String name) {
    var values = query.toMultiMap().getOrDefault(name, List.of());
    return values.size() == 1 ? values.get(0) : "";
  }

  /** What cannot be read as a query is one without parameters. */
  private static Query query(HttpRequest request) {
    try {
      return request.getUri().query();
    } catch (RuntimeException e) {
      return Query.EMPTY;
    }
  }

  private static RawHeader cookie(String value) {
    return RawHeader.create("Set-Cookie", value);
  }
}
