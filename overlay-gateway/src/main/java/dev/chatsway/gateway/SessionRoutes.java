package dev.chatsway.gateway;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.delete;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.patch;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.pathEnd;
import static akka.http.javadsl.server.Directives.pathPrefix;
import static akka.http.javadsl.server.Directives.post;
import static akka.http.javadsl.server.PathMatchers.segment;
import static akka.http.javadsl.server.PathMatchers.uuidSegment;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.Location;
import akka.http.javadsl.server.Route;
import dev.chatsway.gateway.round.RoundRoutes;
import dev.chatsway.gateway.studio.Accounts;
import dev.chatsway.gateway.webhook.WebhookRoutes;
import dev.chatsway.http.AuditLog;
import dev.chatsway.http.JsonBody;
import dev.chatsway.http.JsonResponses;
import dev.chatsway.http.Problem;
import dev.chatsway.redis.presence.PresenceStore;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.session.RelayPolicy;
import dev.chatsway.session.SecretKind;
import dev.chatsway.session.Session;
import dev.chatsway.session.SessionRequest;
import dev.chatsway.session.VoteStatus;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The session API (docs/interface.md, section 4). */
final class SessionRoutes {

  static final String NO_SESSION = "there is no session with this id";

  private record Clients(int clients, int here) {}

  private final Sessions sessions;
  private final Access access;
  private final Accounts accounts;
  private final BroadcasterClient broadcaster;
  private final PresenceStore counts;
  private final Urls urls;
  private final JsonBody body;
  private final Explainer explainer;
  private final TestVotes testVotes;
  private final TimelineRoutes timeline;
  private final SourceRoutes sources;
  private final RoundRoutes rounds;
  private final WebhookRoutes webhooks;
  private final CoHostRoutes coHosts;
  private final SessionListRoutes list;
  private final RelayPolicy relays;

  SessionRoutes(
      Sessions sessions,
      Access access,
      Accounts accounts,
      BroadcasterClient broadcaster,
      PresenceStore counts,
      Urls urls,
      JsonBody body,
      Explainer explainer,
      TestVotes testVotes,
      TimelineRoutes timeline,
      SourceRoutes sources,
      RoundRoutes rounds,
      WebhookRoutes webhooks,
      SessionListRoutes list,
      RelayPolicy relays) {
    this.sessions = sessions;
    this.access = access;
    this.accounts = accounts;
    this.broadcaster = broadcaster;
    this.counts = counts;
    this.urls = urls;
    this.body = body;
    this.explainer = explainer;
    this.testVotes = testVotes;
    this.timeline = timeline;
    this.sources = sources;
    this.rounds = rounds;
    this.webhooks = webhooks;
    this.coHosts = new CoHostRoutes(accounts, body);
    this.list = list;
    this.relays = relays;
  }

  Route routes() {
    return pathPrefix(
        "sessions",
        () -> concat(
            pathEnd(() -> access.adminOrAccount(account -> concat(
                post(() -> body.json(request -> create(account, request))),
                get(() -> list.route(account))))),
            path("live", () -> get(() -> access.adminOrAccount(list::liveRoute))),
            pathPrefix(
                uuidSegment(),
                id -> access.session(
                    id,
                    coHost -> concat(
                        pathEnd(() -> concat(
                            get(() -> completeWithFuture(show(id, coHost))),
                            patch(() -> body.json(patch -> update(id, coHost, patch))))),
                        path("reset", () -> post(() -> completeWithFuture(reset(id)))),
                        path(
                            segment("reset").slash("undo"),
                            () -> post(() -> completeWithFuture(undoReset(id)))),
                        path(
                            "explain",
                            () -> post(() -> body.json(sent -> explainer.explain(id, sent)))),
                        testVotes.routes(id),
                        path("clients", () -> get(() -> completeWithFuture(clients(id)))),
                        timeline.routes(id),
                        sources.routes(id),
                        rounds.routes(inner -> inner.apply(id)),
                        path("leave", () -> post(() -> completeWithFuture(leave(id, coHost)))),
                        ownerRoutes(id, OwnerOnly.unless(coHost.isPresent())))))));
  }

  private Route ownerRoutes(UUID id, OwnerOnly owner) {
    return concat(
        pathEnd(() -> delete(() -> owner.may(() -> completeWithFuture(remove(id))))),
        path("control-qr", () -> get(() -> owner.may(() -> completeWithFuture(controlQr(id))))),
        coHosts.routes(id, owner, this::view),
        webhooks.routes(id, owner),
        rotations(id, owner));
  }

  private Route rotations(UUID id, OwnerOnly owner) {
    return Stream.of(SecretKind.values())
        .map(secret -> path(
            secret.path(),
            () -> secret.isOptional()
                ? concat(
                    rotation(id, secret, owner),
                    delete(() -> owner.may(() -> completeWithFuture(revoke(id, secret)))))
                : rotation(id, secret, owner)))
        .reduce((one, other) -> concat(one, other))
        .orElseThrow();
  }

  private Route rotation(UUID id, SecretKind secret, OwnerOnly owner) {
    return post(() -> owner.may(() -> completeWithFuture(rotate(id, secret))));
  }

  private CompletionStage<HttpResponse> create(Optional<String> account, JsonNode sent) {
    var request = SessionRequest.parse(sent, relays);
    return account
        .map(owner -> accounts.create(owner, request).thenApply(this::created))
        .orElseGet(() -> sessions.create(request).thenApply(this::created));
  }

  private HttpResponse created(Accounts.Creation creation) {
    if (creation.session() != null) {
      return created(creation.session());
    }
    return creation.status() == VoteStatus.LIMITED
        ? Problem.of(
                StatusCodes.FORBIDDEN,
                creation.most() == 0
                    ? "your account may run bars that others share with it, but have none of its own"
                    : "you have " + creation.most() + " bars, which is the most; delete one first")
            .response()
        : Problem.of(StatusCodes.UNAUTHORIZED, "not signed in").response();
  }

  private HttpResponse created(Session session) {
    return JsonResponses.json(StatusCodes.CREATED, SessionView.of(session, urls))
        .addHeader(Location.create(urls.session(session)))
        .addAttribute(AuditLog.DETAIL, AuditLog.shortId(session.id()));
  }

  private CompletionStage<HttpResponse> show(UUID id, Optional<String> coHost) {
    return sessions.find(id).thenCompose(found -> view(found, coHost));
  }

  private CompletionStage<HttpResponse> update(UUID id, Optional<String> coHost, JsonNode patch) {
    return accounts
        .update(id, patch, relays)
        .thenCompose(found -> view(found, coHost))
        .thenApply(view -> view.addAttribute(AuditLog.DETAIL, names(patch)));
  }

  private CompletionStage<HttpResponse> leave(UUID id, Optional<String> coHost) {
    return coHost
        .map(account ->
            accounts.coHosts().leave(id, account).thenApply(found -> done(found.isPresent())))
        .orElseGet(() -> CompletableFuture.completedStage(
            Problem.of(StatusCodes.FORBIDDEN, "only a co-host may do this").response()));
  }

  /**
   * The names of the fields that a patch changes, not the values, which may be anything. Valid patches contain only
   * known fields.
   */
  private static String names(JsonNode patch) {
    Stream<String> settings =
        patch.path("settings").propertyNames().stream().map(name -> "settings." + name);
    return Stream.concat(
            patch.propertyNames().stream().filter(name -> !name.equals("settings")), settings)
        .collect(Collectors.joining(", "));
  }

  private CompletionStage<HttpResponse> remove(UUID id) {
    return withoutSignIns(id, sessions.delete(id).thenApply(SessionRoutes::done));
  }

  private CompletionStage<HttpResponse> reset(UUID id) {
    return sessions.reset(id).thenApply(SessionRoutes::done);
  }

  private CompletionStage<HttpResponse> undoReset(UUID id) {
    return sessions
        .undoReset(id)
        .thenApply(status -> status == VoteStatus.GONE
            ? RoundRoutes.nothingToUndo()
            : done(status == VoteStatus.OK));
  }

  private CompletionStage<HttpResponse> rotate(UUID id, SecretKind secret) {
    CompletionStage<HttpResponse> rotated = sessions.rotate(id, secret).thenApply(this::view);
    return secret == SecretKind.OWNER_TOKEN ? withoutSignIns(id, rotated) : rotated;
  }

  private CompletionStage<HttpResponse> withoutSignIns(
      UUID id, CompletionStage<HttpResponse> answer) {
    return answer.thenCompose(given -> access.endSignIns(id).thenApply(ended -> given));
  }

  private CompletionStage<HttpResponse> revoke(UUID id, SecretKind secret) {
    return sessions.revoke(id, secret).thenApply(found -> done(found.isPresent()));
  }

  private CompletionStage<HttpResponse> clients(UUID id) {
    return sessions
        .find(id)
        .thenCompose(found -> found.isEmpty()
            ? CompletableFuture.completedStage(JsonResponses.notFound(NO_SESSION))
            : broadcaster
                .count(id)
                .thenCombine(
                    counts.elsewhere(id),
                    (here, elsewhere) -> JsonResponses.ok(new Clients(here + elsewhere, here))));
  }

  private CompletionStage<HttpResponse> controlQr(UUID id) {
    return sessions
        .find(id)
        .thenApply(found -> found
            .map(urls::control)
            .map(QrCode::svg)
            .orElseGet(() -> JsonResponses.notFound(
                found.isEmpty()
                    ? NO_SESSION
                    : "this session has no control link; create one first")));
  }

  private CompletionStage<HttpResponse> view(Optional<Session> found, Optional<String> coHost) {
    return found.isPresent() && coHost.isPresent()
        ? accounts
            .coHosts()
            .ownerLogin(found.get())
            .thenApply(login -> JsonResponses.ok(SessionView.ofCoHost(found.get(), urls, login)))
        : CompletableFuture.completedStage(view(found));
  }

  private HttpResponse view(Optional<Session> found) {
    return found
        .map(session -> JsonResponses.ok(SessionView.of(session, urls)))
        .orElseGet(() -> JsonResponses.notFound(NO_SESSION));
  }

  private static HttpResponse done(boolean found) {
    return found ? JsonResponses.done() : JsonResponses.notFound(NO_SESSION);
  }
}
