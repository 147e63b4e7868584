package dev.chatsway.gateway.webhook;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.delete;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.pathEnd;
import static akka.http.javadsl.server.Directives.pathPrefix;
import static akka.http.javadsl.server.Directives.post;
import static akka.http.javadsl.server.PathMatchers.longSegment;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.Route;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chatsway.gateway.OwnerOnly;
import dev.chatsway.http.JsonBody;
import dev.chatsway.http.JsonResponses;
import dev.chatsway.http.Problem;
import dev.chatsway.redis.Lease;
import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.reading.LiveStateReader;
import dev.chatsway.redis.webhook.DeliveryResult;
import dev.chatsway.redis.webhook.Webhook;
import dev.chatsway.redis.webhook.Webhooks;
import dev.chatsway.session.Tracing;
import dev.chatsway.session.VoteStatus;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The webhooks of a session (docs/interface.md, section 4), for requests that were authorized. */
public final class WebhookRoutes {

  /** What a test came to. */
  private record Test(
      boolean delivered,
      long millis,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer status,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String error) {

    private static Test of(DeliveryResult result, long nanos) {
      return new Test(
          result.isOk(),
          nanos / 1_000_000,
          result.status() == 0 ? null : result.status(),
          result.isOk() ? null : result.error());
    }
  }

  private final Webhooks webhooks;
  private final WebhookSettings settings;
  private final WebhookClient client;
  private final WebhookMetrics metrics;
  private final JsonBody body;

  private WebhookRoutes(
      Webhooks webhooks,
      WebhookSettings settings,
      WebhookClient client,
      WebhookMetrics metrics,
      JsonBody body) {
    this.webhooks = webhooks;
    this.settings = settings;
    this.client = client;
    this.metrics = metrics;
    this.body = body;
  }

  /** Starts what sends, unless the operator allows no target, and returns the routes beside it. */
  public static WebhookRoutes start(
      ActorSystem<?> system,
      WebhookSettings settings,
      RedisCommands calls,
      LiveStateReader reader,
      JsonBody body,
      MeterRegistry registry,
      Tracing tracing) {
    var webhooks = new Webhooks(calls);
    var client = new WebhookClient(system, settings, tracing);
    var metrics = new WebhookMetrics(registry);
    if (!settings.targets().isOff()) {
      WebhookSender.start(
          system,
          webhooks,
          reader,
          settings,
          client,
          metrics,
          new Lease(calls, WebhookSender.LEASE, WebhookSender.LEASE_LENGTH));
    }
    return new WebhookRoutes(webhooks, settings, client, metrics, body);
  }

  /** {@code webhooks} and what is below it, of one session. */
  public Route routes(UUID id, OwnerOnly owner) {
    return pathPrefix(
        "webhooks",
        () -> concat(
            pathEnd(() -> concat(
                get(() -> owner.may(() -> completeWithFuture(list(id)))),
                post(() -> owner.may(() -> unlessOff(() -> body.json(sent -> add(id, sent))))))),
            pathPrefix(
                longSegment(),
                number -> concat(
                    pathEnd(() -> delete(() -> owner.may(() -> completeWithFuture(
                        webhooks.remove(id, number).thenApply(WebhookRoutes::done))))),
                    path(
                        "on",
                        () -> post(() -> owner.may(() -> completeWithFuture(
                            webhooks.enable(id, number).thenApply(WebhookRoutes::done))))),
                    path(
                        "test",
                        () -> post(() -> owner.may(
                            () -> unlessOff(() -> completeWithFuture(test(id, number))))))))));
  }

  private Route unlessOff(Supplier<Route> inner) {
    return settings.targets().isOff()
        ? complete(Problem.of(
                StatusCodes.FORBIDDEN,
                "the operator of this server has switched webhooks off (WEBHOOK_TARGETS)")
            .response())
        : inner.get();
  }

  private CompletionStage<HttpResponse> list(UUID id) {
    return webhooks
        .list(id)
        .thenApply(found -> JsonResponses.ok(WebhookView.of(settings.targets(), found)));
  }

  private CompletionStage<HttpResponse> add(UUID id, JsonNode sent) {
    var request = WebhookRequest.parse(sent, settings.targets());
    return webhooks.add(id, request.url()).thenApply(added -> {
      if (added.status() == VoteStatus.LIMITED) {
        return Problem.of(
                StatusCodes.CONFLICT,
                "a session has up to " + Webhooks.MOST + " webhooks: delete one first")
            .response();
      }
      return added
          .webhook()
          .map(webhook ->
              JsonResponses.json(StatusCodes.CREATED, WebhookView.of(webhook, webhook.next() - 1)))
          .orElseGet(() -> JsonResponses.notFound("there is no session with this id"));
    });
  }

  private CompletionStage<HttpResponse> test(UUID id, long number) {
    return webhooks
        .list(id)
        .thenCompose(all -> all.targets().stream()
            .filter(each -> each.number() == number)
            .findFirst()
            .map(webhook -> test(id, webhook))
            .orElseGet(() -> CompletableFuture.completedStage(done(false))));
  }

  private CompletionStage<HttpResponse> test(UUID id, Webhook webhook) {
    long started = System.nanoTime();
    return client
        .send(webhook, "msg_test_" + UUID.randomUUID(), WebhookMessage.test(id))
        .thenApply(result -> {
          long nanos = System.nanoTime() - started;
          metrics.attempted(result, nanos);
          return JsonResponses.ok(Test.of(result, nanos));
        });
  }

  private static HttpResponse done(boolean found) {
    return found
        ? JsonResponses.done()
        : JsonResponses.notFound("there is no webhook with this number");
  }
}
