package dev.chatsway.ingest;

import static akka.http.javadsl.server.PathMatchers.segment;
import static java.util.concurrent.CompletableFuture.completedStage;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpMethod;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import akka.util.ByteString;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.chatsway.http.HeadRequest;
import dev.chatsway.http.Problem;
import dev.chatsway.http.Problems;
import dev.chatsway.http.RequestId;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.redis.vote.Votes;
import dev.chatsway.session.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All endpoints for votes (docs/interface.md, section 6), as routes that reject all other paths. */
public final class IngestRoutes extends AllDirectives {

  private static final Logger LOG = LoggerFactory.getLogger(IngestRoutes.class);

  private final ActorSystem<?> system;
  private final IngestSettings settings;
  private final Tracing tracing;
  private final IngestMetrics metrics;
  private final Endpoint eventSub;
  private final Endpoint kick;
  private final Endpoint bots;
  private final LinkEndpoint links;
  private final VoteService votesIn;

  /**
   * Uses {@code sessions} and {@code votes} to reach Redis.
   *
   * @param clock the clock for checking the platforms' timestamps
   */
  public IngestRoutes(
      ActorSystem<?> system,
      IngestSettings settings,
      Sessions sessions,
      Votes votes,
      MeterRegistry registry,
      Tracing tracing,
      Clock clock) {
    this(system, settings, sessions, votes, registry, tracing, clock, Ticker.systemTicker());
  }

  IngestRoutes(
      ActorSystem<?> system,
      IngestSettings settings,
      Sessions sessions,
      Votes votes,
      MeterRegistry registry,
      Tracing tracing,
      Clock clock,
      Ticker ticker) {
    this.system = system;
    this.settings = settings;
    this.tracing = tracing;
    this.metrics = new IngestMetrics(registry, tracing);
    var executor = system.executionContext();
    var cache = new SessionCache(sessions, settings, executor, ticker);
    this.votesIn = new VoteService(cache, votes, metrics, settings, executor);
    var platforms = new TimestampTolerance(clock, settings.maxAge(), settings.maxAhead());
    this.eventSub = new EventSubEndpoint(settings, platforms, votesIn, new Revocations(sessions));
    this.kick = new KickEndpoint(settings, platforms, votesIn);
    this.bots = new BotEndpoint(
        settings,
        new TimestampTolerance(clock, settings.botMaxSkew(), settings.botMaxSkew()),
        cache,
        votesIn);
    this.links = new LinkEndpoint(settings, cache, votesIn, metrics);
  }

  /** The routes; other paths are rejected, so that they can be concatenated with other routes. */
  public Route routes() {
    return concat(
        path(
            segment("webhooks").slash("eventsub"),
            () -> takes(HttpMethods.POST, traced("POST /webhooks/eventsub", body(eventSub)))),
        path(
            segment("webhooks").slash("kick"),
            () -> takes(HttpMethods.POST, traced("POST /webhooks/kick", body(kick)))),
        path(
            segment("webhooks").slash("votes"),
            () -> takes(HttpMethods.POST, traced("POST /webhooks/votes", body(bots)))),
        path(segment("vote").slash(segment()), this::link),
        pathPrefix("vote", () -> link("")));
  }

  /**
   * The intake for lines of chat that the server reads itself.
   *
   * @param most maximum lines that wait for Redis; further ones are dropped
   * @param retryFor how long a line is retried while Redis does not answer
   */
  public ChatIntake intake(int most, Duration retryFor, MeterRegistry registry) {
    return new ChatIntake(system, votesIn, most, retryFor, registry);
  }

  /** Bots print other answers into chat, so a link without a token, or with more than one, is answered like an unknown one. */
  private Route link(String token) {
    return takes(
        HttpMethods.GET,
        traced(
            "GET /vote/{linkToken}",
            request -> HeadRequest.is(request)
                ? completedStage(LinkEndpoint.head())
                : links.answer(request, token)));
  }

  private Route takes(
      HttpMethod method, Function<HttpRequest, CompletionStage<HttpResponse>> answer) {
    return handle(request -> request.method().equals(method)
        ? answer.apply(request)
        : completedStage(methodNotAllowed(request, method)));
  }

  private Function<HttpRequest, CompletionStage<HttpResponse>> traced(
      String name, Function<HttpRequest, CompletionStage<HttpResponse>> answer) {
    return traced(tracing, name, answer);
  }

  /** The same, with its trace; {@code name} has no secret of the path. */
  static Function<HttpRequest, CompletionStage<HttpResponse>> traced(
      Tracing tracing, String name, Function<HttpRequest, CompletionStage<HttpResponse>> answer) {
    if (!tracing.isOn()) {
      return answer;
    }
    return request -> {
      var trace =
          tracing.received(name, 0, header -> request.getHeader(header).map(HttpHeader::value));
      CompletionStage<HttpResponse> answered;
      try {
        answered = answer.apply(request.addAttribute(IngestMetrics.TRACE, trace));
      } catch (RuntimeException | Error e) {
        trace.end(StatusCodes.INTERNAL_SERVER_ERROR.intValue());
        throw e;
      }
      return answered.whenComplete((response, failure) -> trace.end(
          response == null
              ? StatusCodes.INTERNAL_SERVER_ERROR.intValue()
              : response.status().intValue()));
    };
  }

  private HttpResponse methodNotAllowed(HttpRequest request, HttpMethod allowed) {
    request.discardEntityBytes(system);
    return Problem.of(StatusCodes.METHOD_NOT_ALLOWED, "this path accepts only " + allowed.value())
        .withReason("method_not_allowed")
        .response()
        .addHeader(Problems.allow(List.of(allowed)));
  }

  /** Responds once the whole body has arrived: the signature covers all of it. */
  private Function<HttpRequest, CompletionStage<HttpResponse>> body(Endpoint endpoint) {
    return request -> request
        .entity()
        .withSizeLimit(settings.maxBody())
        .toStrict(settings.bodyTimeout().toMillis(), system)
        // without an executor Akka's stages would continue in a new thread each
        .thenComposeAsync(
            entity -> endpoint.answer(new WebhookRequest(request, bytes(entity.getData()))),
            system.executionContext())
        .exceptionally(failure -> refused(endpoint.platform(), request, failure));
  }

  private HttpResponse refused(String platform, HttpRequest request, Throwable failure) {
    var rejection = WebhookRejection.of(failure, settings);
    if (rejection.reason() == WebhookRejection.Reason.INTERNAL_ERROR) {
      LOG.atError()
          .addKeyValue("request", RequestId.of(request))
          .setCause(failure)
          .log("A request of {} failed: {}", platform, RequestId.of(request));
    }
    metrics.rejected(platform, rejection.reason());
    return rejection.response();
  }

  private static byte[] bytes(ByteString data) {
    return data.toArrayUnsafe();
  }
}
