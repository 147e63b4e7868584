package dev.chatsway.gateway;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.delete;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.pathEnd;
import static akka.http.javadsl.server.Directives.pathPrefix;
import static akka.http.javadsl.server.Directives.post;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.Route;
import dev.chatsway.gateway.studio.Accounts;
import dev.chatsway.gateway.studio.CoHosts;
import dev.chatsway.http.AuditLog;
import dev.chatsway.http.JsonBody;
import dev.chatsway.http.Problem;
import dev.chatsway.session.Session;
import dev.chatsway.session.TwitchLogin;
import dev.chatsway.session.json.JsonFields;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** {@code …/co-hosts}: the accounts that may run a session besides its owner (docs/interface.md, section 4). */
final class CoHostRoutes {

  private static final int URL_CHARACTERS = 300;

  private static final Problem NO_ACCOUNTS = Problem.of(
      StatusCodes.FORBIDDEN,
      "the operator of this server has not switched on signing in with Twitch");

  private final Accounts accounts;
  private final CoHosts coHosts;
  private final JsonBody body;

  CoHostRoutes(Accounts accounts, JsonBody body) {
    this.accounts = accounts;
    this.coHosts = accounts.coHosts();
    this.body = body;
  }

  /** {@code view} shows the session. */
  Route routes(UUID id, OwnerOnly owner, Function<Optional<Session>, HttpResponse> view) {
    return pathPrefix(
        "co-hosts",
        () -> concat(
            pathEnd(() ->
                post(() -> owner.may(() -> body.json(sent -> invite(id, login(sent), view))))),
            path(
                segment(),
                login -> delete(() -> owner.may(() -> completeWithFuture(coHosts
                    .remove(id, TwitchLogin.parse(login).orElse(login))
                    .thenApply(view)))))));
  }

  private CompletionStage<HttpResponse> invite(
      UUID id, String login, Function<Optional<Session>, HttpResponse> view) {
    return accounts.isOn()
        ? coHosts
            .invite(id, login)
            .thenApply(view)
            .thenApply(answer -> answer.addAttribute(AuditLog.DETAIL, login))
        : CompletableFuture.completedStage(NO_ACCOUNTS.response());
  }

  private static String login(JsonNode sent) {
    var fields = new JsonFields("", sent);
    var text = fields.requiredText("login", 1, URL_CHARACTERS);
    var login = TwitchLogin.parse(text);
    if (login.isEmpty() && !text.isEmpty()) {
      fields.refuse("login", TwitchLogin.ALLOWED);
    }
    fields.finish();
    return login.orElse("");
  }
}
