package dev.chatsway.gateway.control;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.post;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.Allow;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.Route;
import dev.chatsway.gateway.studio.ChangeBudget;
import dev.chatsway.http.AuditLog;
import dev.chatsway.http.JsonResponses;
import dev.chatsway.http.Problem;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.session.Session;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** {@code POST /deck/{token}/…}: for Stream Decks, whose plug-ins can fetch a URL but often cannot set headers. */
public final class DeckRoutes {

  private final Sessions sessions;
  private final ChangeBudget budget;

  /** Acts on the sessions of the tokens. */
  public DeckRoutes(Sessions sessions, ChangeBudget budget) {
    this.sessions = sessions;
    this.budget = budget;
  }

  /** One path for each action. */
  public Route routes() {
    return Stream.of(Action.values()).map(this::route).reduce(Route::orElse).orElseThrow();
  }

  private Route route(Action action) {
    return path(
        segment("deck").slash(segment()).slash(action.path()),
        token -> concat(
            post(() -> extractRequest(request -> completeWithFuture(act(action, token, request)))),
            complete(onlyByPost())));
  }

  private CompletionStage<HttpResponse> act(Action action, String token, HttpRequest request) {
    return sessions
        .byDeckToken(token)
        .thenCompose(found -> found
            .map(session -> budget
                .refusal(request, session)
                .map(CompletableFuture::completedStage)
                .orElseGet(() -> act(action, session)))
            .orElseGet(() -> CompletableFuture.completedStage(refused())));
  }

  private CompletionStage<HttpResponse> act(Action action, Session session) {
    return action
        .on(session, sessions)
        .thenApply(done -> done.map(after -> done(action, after)).orElseGet(DeckRoutes::refused));
  }

  private static HttpResponse done(Action action, Session session) {
    String what = action == Action.RESET
        ? "The bar is back at neutral."
        : session.settings().paused() ? "Paused: votes do not count." : "Votes count.";
    return HttpResponse.create()
        .withEntity(HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, what))
        .addHeader(RawHeader.create("Cache-Control", "no-store"))
        .addAttribute(AuditLog.WHO, "deck")
        .addAttribute(AuditLog.DETAIL, "of " + AuditLog.shortId(session.id()));
  }

  private static HttpResponse refused() {
    return JsonResponses.notFound("this URL does not work: it was replaced or switched off");
  }

  private static HttpResponse onlyByPost() {
    return Problem.of(
            StatusCodes.METHOD_NOT_ALLOWED,
            "Nothing was changed: this URL accepts only POST, so that opening the link cannot reset the bar.")
        .response()
        .addHeader(Allow.create(HttpMethods.POST));
  }
}
