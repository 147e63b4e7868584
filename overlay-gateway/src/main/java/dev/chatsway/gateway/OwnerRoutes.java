package dev.chatsway.gateway;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.delete;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.parameterOptional;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.pathEnd;
import static akka.http.javadsl.server.Directives.pathPrefix;
import static akka.http.javadsl.server.Directives.post;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chatsway.gateway.studio.Accounts;
import dev.chatsway.http.AuditLog;
import dev.chatsway.http.JsonResponses;
import dev.chatsway.redis.signin.Owner;
import dev.chatsway.redis.signin.Owners;
import dev.chatsway.session.json.FieldError;
import dev.chatsway.session.json.InvalidFieldsException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/owners}, for the admin token: the accounts that have signed in (docs/interface.md, section 4). */
final class OwnerRoutes {

  private static final int PAGE = 100;
  private static final Pattern ACCOUNT = Pattern.compile("twitch:\\d{1,20}");

  private record Page(
      List<OwnerView> owners,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String next) {}

  private record OwnerView(
      String account,
      String login,
      Instant since,
      Instant lastSignIn,
      boolean suspended,
      boolean coHostOnly,
      int bars) {}

  private final Owners owners;
  private final Accounts accounts;
  private final Access access;

  OwnerRoutes(Owners owners, Accounts accounts, Access access) {
    this.owners = owners;
    this.accounts = accounts;
    this.access = access;
  }

  Route routes() {
    return pathPrefix(
        "owners",
        () -> access.admin(() -> concat(
            pathEnd(() -> get(() ->
                parameterOptional("after", after -> completeWithFuture(list(account(after)))))),
            pathPrefix(
                segment(),
                account -> concat(
                    pathEnd(() -> delete(() -> completeWithFuture(remove(account)))),
                    path("suspend", () -> post(() -> completeWithFuture(suspend(account, true)))),
                    path(
                        "resume",
                        () -> post(() -> completeWithFuture(suspend(account, false)))))))));
  }

  private CompletionStage<HttpResponse> list(String after) {
    return owners.list(PAGE + 1, after).thenCompose(found -> {
      var page = found.subList(0, Math.min(PAGE, found.size()));
      String next = found.size() > PAGE ? page.get(PAGE - 1).account() : null;
      CompletionStage<List<OwnerView>> views = CompletableFuture.completedStage(new ArrayList<>());
      for (Owner each : page) {
        views = views.thenCombine(view(each), (all, view) -> {
          all.add(view);
          return all;
        });
      }
      return views.thenApply(all -> JsonResponses.ok(new Page(all, next)));
    });
  }

  private CompletionStage<OwnerView> view(Owner owner) {
    return owners
        .bars(owner.account())
        .thenApply(bars -> new OwnerView(
            owner.account(),
            owner.login(),
            owner.since(),
            owner.lastSignIn(),
            owner.suspended(),
            owner.coHostOnly(),
            bars.size()));
  }

  private CompletionStage<HttpResponse> suspend(String account, boolean suspended) {
    return accounts
        .suspend(account, suspended)
        .thenCompose(found -> found
            .map(owner -> view(owner).thenApply(view -> audited(account, JsonResponses.ok(view))))
            .orElseGet(() -> CompletableFuture.completedStage(unknown())));
  }

  private CompletionStage<HttpResponse> remove(String account) {
    return owners
        .find(account)
        .thenCompose(found -> found.isEmpty()
            ? CompletableFuture.completedStage(unknown())
            : accounts
                .delete(account)
                .thenApply(deleted -> audited(account, JsonResponses.done())));
  }

  private static HttpResponse audited(String account, HttpResponse response) {
    return response.addAttribute(AuditLog.DETAIL, "of " + account);
  }

  private static HttpResponse unknown() {
    return JsonResponses.notFound("there is no owner of this account");
  }

  private static String account(Optional<String> after) {
    after.filter(each -> !ACCOUNT.matcher(each).matches()).ifPresent(each -> {
      throw new InvalidFieldsException(
          List.of(new FieldError("after", each, "what the page before gave as next")));
    });
    return after.orElse("");
  }
}
