package dev.chatsway.gateway;

import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.post;
import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chatsway.http.AuditLog;
import dev.chatsway.http.JsonBody;
import dev.chatsway.http.JsonResponses;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.redis.vote.Votes;
import dev.chatsway.session.Session;
import dev.chatsway.session.Side;
import dev.chatsway.session.StoreUnavailableException;
import dev.chatsway.session.Vote;
import dev.chatsway.session.VoteResult;
import dev.chatsway.session.VoteSource;
import dev.chatsway.session.VoteStatus;
import dev.chatsway.session.json.JsonFields;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Casts votes that test a bar (docs/interface.md, section 4): they count like those of viewers without a role, each of a
 * voter who never voted before, but the timeline names their source {@code test}. Who may run the session may cast them;
 * a bot's token may not, so none can pass as one of them.
 */
final class TestVotes {

  private static final int MOST = 50;

  /** A session may change while a vote is in flight, but not this often. */
  private static final int TRIES = 5;

  private record Results(List<Result> results) {}

  private record Result(
      String status,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double value) {}

  private final Sessions sessions;
  private final Votes votes;
  private final JsonBody body;
  private final MeterRegistry metrics;

  /** Reads bodies with {@code body}. */
  TestVotes(Sessions sessions, Votes votes, JsonBody body, MeterRegistry metrics) {
    this.sessions = sessions;
    this.votes = votes;
    this.body = body;
    this.metrics = metrics;
  }

  /** For the admin, the session's owner and its co-hosts. */
  Route routes(UUID id) {
    return path("test-votes", () -> post(() -> body.json(sent -> cast(id, sent))));
  }

  /** Answers {@code {"for"?, "against"?}}, how many votes of each; 404 if there is no such session. */
  private CompletionStage<HttpResponse> cast(UUID id, JsonNode sent) {
    var fields = new JsonFields("", sent);
    int votesFor = fields.whole("for", 0, 0, MOST);
    int votesAgainst = fields.whole("against", 0, 0, MOST);
    if (sent.isObject() && votesFor + votesAgainst == 0) {
      fields.refuse("for", "1 to " + MOST + " votes for or against");
    }
    fields.finish();
    var sides = new ArrayList<>(Collections.nCopies(votesFor, Side.FOR));
    sides.addAll(Collections.nCopies(votesAgainst, Side.AGAINST));
    Collections.shuffle(sides); // the bar sways, as it does by a chat's votes
    return sessions
        .find(id)
        .thenCompose(found -> found
            .map(session -> cast(session, sides))
            .orElseGet(() -> completedStage(JsonResponses.notFound(SessionRoutes.NO_SESSION))));
  }

  private CompletionStage<HttpResponse> cast(Session session, List<Side> sides) {
    var cast = sides.stream()
        .map(side -> cast(session, side, TRIES).toCompletableFuture())
        .toList();
    return CompletableFuture.allOf(cast.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> JsonResponses.ok(
                new Results(cast.stream().map(each -> counted(each.join())).toList()))
            .addAttribute(AuditLog.DETAIL, sides.size() + " votes"));
  }

  private CompletionStage<VoteResult> cast(Session session, Side side, int triesLeft) {
    if (session.isSuspended()) {
      return completedStage(VoteResult.of(VoteStatus.PAUSED));
    }
    double weight = session.settings().weights().everyone();
    var voter = "test:" + UUID.randomUUID();
    return votes
        .apply(new Vote(session, voter, null, VoteSource.TEST, side, weight))
        .thenCompose(result -> switch (result.status()) {
          case STALE -> castAgain(session.id(), side, triesLeft - 1);
          case DELETED -> completedStage(VoteResult.of(VoteStatus.NO_SESSION));
          default -> completedStage(result);
        });
  }

  private CompletionStage<VoteResult> castAgain(UUID id, Side side, int triesLeft) {
    if (triesLeft == 0) {
      return failedStage(new StoreUnavailableException("the session's settings keep changing"));
    }
    return sessions
        .find(id)
        .thenCompose(found -> found
            .map(session -> cast(session, side, triesLeft))
            .orElseGet(() -> completedStage(VoteResult.of(VoteStatus.NO_SESSION))));
  }

  private Result counted(VoteResult result) {
    var status = result.status().wire();
    metrics
        .counter("chatsway.votes", "platform", VoteSource.TEST.wire(), "status", status)
        .increment();
    return new Result(status, result.hasValue() ? result.value() : null);
  }
}
