package dev.chatsway.gateway.round;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.pathEnd;
import static akka.http.javadsl.server.Directives.pathPrefix;
import static akka.http.javadsl.server.Directives.post;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.Route;
import dev.chatsway.http.JsonBody;
import dev.chatsway.http.JsonResponses;
import dev.chatsway.http.Problem;
import dev.chatsway.redis.round.Rounds;
import dev.chatsway.redis.round.RoundsSnapshot;
import dev.chatsway.session.RoundRequest;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** The rounds of a session (docs/interface.md, section 4), for whoever was let in; every answer shows all of them. */
public final class RoundRoutes {

  private final Rounds rounds;
  private final JsonBody body;

  /** Reads bodies as {@code body} allows. */
  public RoundRoutes(Rounds rounds, JsonBody body) {
    this.rounds = rounds;
    this.body = body;
  }

  /** {@code rounds} and {@code rounds/close} of a session; {@code allowed} lets in, or does not, once the path is known. */
  public Route routes(Function<Function<UUID, Route>, Route> allowed) {
    return pathPrefix(
        "rounds",
        () -> concat(
            pathEnd(() -> concat(
                get(() -> allowed.apply(id -> completeWithFuture(read(id)))),
                post(() -> allowed.apply(id -> body.json(sent -> open(id, sent)))))),
            path("close", () -> post(() -> allowed.apply(id -> completeWithFuture(close(id)))))));
  }

  private CompletionStage<HttpResponse> read(UUID id) {
    return answer(StatusCodes.OK, rounds.read(id));
  }

  private CompletionStage<HttpResponse> close(UUID id) {
    return answer(StatusCodes.OK, rounds.close(id));
  }

  private CompletionStage<HttpResponse> open(UUID id, JsonNode sent) {
    return answer(StatusCodes.CREATED, rounds.open(id, RoundRequest.parse(sent)));
  }

  private static CompletionStage<HttpResponse> answer(
      StatusCode status, CompletionStage<Optional<RoundsSnapshot>> rounds) {
    return rounds.thenApply(
        found -> found.map(now -> answer(status, now)).orElseGet(RoundRoutes::noSession));
  }

  private static HttpResponse answer(StatusCode status, RoundsSnapshot now) {
    return switch (now.status()) {
      case EXISTS -> conflict("a round is already open: close it first");
      case GONE -> conflict("no round is open");
      default -> JsonResponses.json(status, RoundsView.of(now));
    };
  }

  /** 409 to an undo. */
  public static HttpResponse nothingToUndo() {
    return conflict(
        "nothing to undo: there was no reset in the last 10 seconds, or a round has been opened since");
  }

  private static HttpResponse conflict(String why) {
    return Problem.of(StatusCodes.CONFLICT, why).response();
  }

  private static HttpResponse noSession() {
    return JsonResponses.notFound("there is no session with this id");
  }
}
