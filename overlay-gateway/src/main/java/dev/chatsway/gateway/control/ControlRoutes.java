package dev.chatsway.gateway.control;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.mapResponse;
import static akka.http.javadsl.server.Directives.onSuccess;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.pathEnd;
import static akka.http.javadsl.server.Directives.pathPrefix;
import static akka.http.javadsl.server.Directives.post;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.Directives;
import akka.http.javadsl.server.Route;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.chatsway.gateway.round.RoundRoutes;
import dev.chatsway.gateway.studio.ChangeBudget;
import dev.chatsway.gateway.studio.StudioPage;
import dev.chatsway.http.AuditLog;
import dev.chatsway.http.BearerToken;
import dev.chatsway.http.JsonBody;
import dev.chatsway.http.JsonResponses;
import dev.chatsway.http.Problem;
import dev.chatsway.redis.session.SessionSnapshot;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.session.Session;
import dev.chatsway.session.SessionRequest;
import dev.chatsway.session.SessionSettings;
import dev.chatsway.session.VoteStatus;
import dev.chatsway.session.json.JsonFields;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A co-host's page and its API. The page is the same for everyone: the token is in the fragment of the link and is sent
 * as a bearer token, which no other site's page can make a browser send.
 */
public final class ControlRoutes {

  /** The data for a co-host; contains no secrets. */
  private record Shown(
      String name,
      double value,
      @JsonProperty("for") double forTally,
      double against,
      double decayRate,
      SessionSettings.Public settings) {}

  private final StudioPage page = new StudioPage("control.html", "'self'");
  private final Sessions sessions;
  private final JsonBody body;
  private final RoundRoutes rounds;
  private final ChangeBudget budget;

  /** Reads bodies with {@code body}. */
  public ControlRoutes(Sessions sessions, JsonBody body, RoundRoutes rounds, ChangeBudget budget) {
    this.budget = budget;
    this.sessions = sessions;
    this.body = body;
    this.rounds = rounds;
  }

  /** {@code GET /control}. */
  public Route routes() {
    return path(
        "control", () -> get(() -> extractRequest(request -> complete(page.html(request)))));
  }

  /** All paths under {@code /api/v1/control}; changes are made by POST. */
  public Route api() {
    return pathPrefix(
        "control",
        () -> concat(
            pathEnd(() -> get(() -> allowed(session -> completeWithFuture(show(session.id()))))),
            action(Action.RESET),
            path(
                segment("reset").slash("undo"),
                () -> post(() -> allowed(session -> completeWithFuture(undoReset(session))))),
            rounds.routes(inner -> allowed(session -> inner.apply(session.id()))),
            action(Action.PAUSE),
            action(Action.RESUME),
            path(
                "labels",
                () -> post(() -> allowed(session -> body.json(sent -> label(session, sent)))))));
  }

  private Route action(Action action) {
    return path(
        action.path(),
        () -> post(() -> allowed(session -> completeWithFuture(act(action, session)))));
  }

  private Route allowed(Function<Session, Route> inner) {
    return extractRequest(request -> BearerToken.of(request)
        .<Route>map(token -> onSuccess(
            sessions.byControlToken(token),
            found -> found
                .map(session -> budget
                    .refusal(request, session)
                    .map(Directives::complete)
                    .orElseGet(() -> mapResponse(
                        response -> audited(response, session), () -> inner.apply(session))))
                .orElseGet(() -> complete(refused()))))
        .orElseGet(() -> complete(refused())));
  }

  private static HttpResponse audited(HttpResponse response, Session session) {
    return response
        .addAttribute(AuditLog.WHO, "control")
        .addAttribute(AuditLog.DETAIL, "of " + AuditLog.shortId(session.id()));
  }

  private CompletionStage<HttpResponse> act(Action action, Session session) {
    return action.on(session, sessions).thenCompose(done -> show(session.id()));
  }

  private CompletionStage<HttpResponse> undoReset(Session session) {
    return sessions
        .undoReset(session.id())
        .thenCompose(status -> status == VoteStatus.GONE
            ? CompletableFuture.completedStage(RoundRoutes.nothingToUndo())
            : show(session.id()));
  }

  private CompletionStage<HttpResponse> label(Session session, JsonNode sent) {
    var fields = new JsonFields("", sent);
    fields.text("forLabel", 0, SessionSettings.LABEL_CHARACTERS);
    fields.text("againstLabel", 0, SessionSettings.LABEL_CHARACTERS);
    fields.finish();
    var patch = JsonMapper.shared().createObjectNode();
    patch.set("settings", sent);
    return sessions
        .update(session.id(), now -> now.with(SessionRequest.patched(now, patch)))
        .thenCompose(done -> show(session.id()));
  }

  private CompletionStage<HttpResponse> show(UUID id) {
    return sessions.findNow(id).thenApply(ControlRoutes::shown);
  }

  private static HttpResponse shown(Optional<SessionSnapshot> found) {
    return found
        .map(now -> JsonResponses.ok(new Shown(
            now.session().name(),
            now.live().value(),
            now.live().forTally(),
            now.live().againstTally(),
            now.live().decayRate(),
            now.session().currentSettings().publicPart())))
        .orElseGet(ControlRoutes::refused);
  }

  private static HttpResponse refused() {
    return Problem.of(
            StatusCodes.UNAUTHORIZED,
            "this control link no longer works: it was replaced or switched off, or the bar was deleted")
        .response()
        .addHeader(RawHeader.create("WWW-Authenticate", "Bearer"));
  }
}
