package dev.chatsway.ingest;

import static akka.http.javadsl.server.PathMatchers.segment;
import static java.util.concurrent.CompletableFuture.completedStage;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpMethod;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import akka.util.ByteString;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.chatsway.http.HeadRequest;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.redis.vote.Votes;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every way in for votes (docs/interface.md, section 6), as routes that leave all other paths to others. */
public final class IngestRoutes extends AllDirectives {

  private static final Logger LOG = LoggerFactory.getLogger(IngestRoutes.class);

  private final ActorSystem<?> system;
  private final IngestSettings settings;
  private final IngestMetrics metrics;
  private final Endpoint eventSub;
  private final Endpoint kick;
  private final Endpoint bots;
  private final LinkEndpoint links;

  /**
   * Puts votes to Redis through {@code sessions} and {@code votes}.
   *
   * @param clock what the platforms' timestamps are held against
   */
  public IngestRoutes(
      ActorSystem<?> system,
      IngestSettings settings,
      Sessions sessions,
      Votes votes,
      MeterRegistry registry,
      Clock clock) {
    this(system, settings, sessions, votes, registry, clock, Ticker.systemTicker());
  }

  IngestRoutes(
      ActorSystem<?> system,
      IngestSettings settings,
      Sessions sessions,
      Votes votes,
      MeterRegistry registry,
      Clock clock,
      Ticker ticker) {
    this.system = system;
    this.settings = settings;
    this.metrics = new IngestMetrics(registry);
    var executor = system.executionContext();
    var cache = new SessionCache(sessions, settings, executor, ticker);
    var ballots = new VoteService(cache, votes, metrics);
    var lines = new ChatLines(cache, ballots, metrics, executor);
    var platforms = new TimestampTolerance(clock, settings.maxAge(), settings.maxAhead());
    this.eventSub = new EventSubEndpoint(
        settings, platforms, lines, new Revocations(sessions, executor), metrics);
    this.kick = new KickEndpoint(settings, platforms, lines, metrics);
    this.bots = new BotEndpoint(
        new TimestampTolerance(clock, settings.botMaxSkew(), settings.botMaxSkew()),
        cache,
        ballots,
        metrics,
        executor);
    this.links = new LinkEndpoint(settings, cache, ballots, metrics);
  }

  /** The routes; a path that is not here is rejected, so that they can be concatenated with others. */
  public Route routes() {
    return concat(
        path(segment("webhooks").slash("eventsub"), () -> takes(HttpMethods.POST, body(eventSub))),
        path(segment("webhooks").slash("kick"), () -> takes(HttpMethods.POST, body(kick))),
        path(segment("webhooks").slash("votes"), () -> takes(HttpMethods.POST, body(bots))),
        path(
            segment("vote").slash(segment()),
            token -> takes(
                HttpMethods.GET,
                request -> HeadRequest.is(request)
                    ? completedStage(LinkEndpoint.head())
                    : links.answer(request, token))));
  }

  private Route takes(
      HttpMethod method, Function<HttpRequest, CompletionStage<HttpResponse>> answer) {
    return handle(request -> request.method().equals(method)
        ? answer.apply(request)
        : completedStage(discarding(request, Problem.methodNotAllowed(method.name()))));
  }

  private HttpResponse discarding(HttpRequest request, HttpResponse response) {
    request.discardEntityBytes(system);
    return response;
  }

  /** Answers by the whole body: nobody's word is taken before all of what they signed is here. */
  private Function<HttpRequest, CompletionStage<HttpResponse>> body(Endpoint endpoint) {
    return request -> request
        .entity()
        .withSizeLimit(settings.maxBody())
        .toStrict(settings.bodyTimeout().toMillis(), system)
        // Akka's stages would go on in a new thread each, were they not told where
        .thenComposeAsync(
            entity -> endpoint.answer(new WebhookRequest(request, bytes(entity.getData()))),
            system.executionContext())
        .exceptionally(failure -> failed(new RequestOrigin(endpoint.platform(), request), failure));
  }

  private HttpResponse failed(RequestOrigin via, Throwable failure) {
    var refusal = Failures.refusal(failure, settings);
    if (refusal.rejection() == WebhookRejection.INTERNAL_ERROR) {
      LOG.atError()
          .addKeyValue("request", via.id())
          .setCause(failure)
          .log("A request of {} failed: {}", via.platform(), via.id());
    }
    return new Refusals(via.platform(), metrics).answer(refusal);
  }

  private static byte[] bytes(ByteString data) {
    return data.toArrayUnsafe();
  }
}
