package dev.chatsway.twitch;

import static akka.http.javadsl.server.PathMatchers.segment;
import static java.util.concurrent.CompletableFuture.completedStage;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.HttpChallenge;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.model.headers.WWWAuthenticate;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import dev.chatsway.http.BearerToken;
import dev.chatsway.http.Problem;
import dev.chatsway.session.Tokens;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** The way to a consent, and the report about it all (docs/interface.md, sections 4 and 6). */
final class TwitchRoutes extends AllDirectives {

  /** Where a streamer begins; null where Twitch cannot be connected. */
  private record Connect(@Nullable String url) {}

  private static final Logger LOG = LoggerFactory.getLogger(TwitchRoutes.class);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final String adminToken;
  private final TwitchSettings settings;
  private final Optional<TwitchStatus> status;
  private final Optional<ConnectRoutes> connect;

  TwitchRoutes(
      String adminToken,
      TwitchSettings settings,
      Optional<TwitchStatus> status,
      Optional<ConnectRoutes> connect) {
    if (adminToken.isBlank()) { // or a header without a token would open the report
      throw new IllegalArgumentException("the admin token is empty");
    }
    this.adminToken = adminToken;
    this.settings = settings;
    this.status = status;
    this.connect = connect;
  }

  Route routes() {
    return concat(
        path(segment("twitch").slash("connect"), () -> gets(this::connect)),
        path(segment("api").slash("v1").slash("twitch"), () -> gets(this::report)),
        path(
            segment("api").slash("v1").slash("twitch").slash("connect"),
            () -> gets(request -> completedStage(where()))));
  }

  private Route gets(Function<HttpRequest, CompletionStage<HttpResponse>> answer) {
    return get(() -> extractRequest(request -> completeWithFuture(answer.apply(request))));
  }

  private CompletionStage<HttpResponse> connect(HttpRequest request) {
    return connect
        .map(way -> way.answer(request))
        .orElseGet(() -> completedStage(ConnectPage.of(
            503,
            "Twitch cannot be connected here",
            List.of("The operator of this server has not set it up yet."),
            List.of())));
  }

  private HttpResponse where() {
    return json(new Connect(connect.isPresent() ? settings.connectUrl() : null));
  }

  private CompletionStage<HttpResponse> report(HttpRequest request) {
    if (!Tokens.equal(adminToken, BearerToken.of(request).orElse(""))) {
      return completedStage(Problem.of(
              StatusCodes.UNAUTHORIZED, "Authorization: send the admin token as a bearer token")
          .response()
          .addHeader(WWWAuthenticate.create(HttpChallenge.create("Bearer", "chatsway"))));
    }
    return status
        .map(TwitchStatus::report)
        .orElseGet(() -> completedStage(TwitchReport.unconfigured(settings.missing())))
        .thenApply(TwitchRoutes::json)
        .exceptionally(failure -> {
          LOG.warn("Failed to read Twitch's status: {}", TwitchException.sentence(failure));
          return Problem.of(
                  StatusCodes.SERVICE_UNAVAILABLE, "Twitch's status could not be read; try again")
              .response();
        });
  }

  private static HttpResponse json(Object body) {
    return HttpResponse.create()
        .withEntity(
            HttpEntities.create(ContentTypes.APPLICATION_JSON, JSON.writeValueAsBytes(body)))
        .addHeader(RawHeader.create("Cache-Control", "no-store"));
  }
}
