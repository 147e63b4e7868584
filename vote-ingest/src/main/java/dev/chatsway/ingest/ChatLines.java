package dev.chatsway.ingest;

import static java.util.concurrent.CompletableFuture.completedStage;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Counts a platform's lines of chat, each in every session that its channel feeds. */
final class ChatLines {

  private final SessionCache cache;
  private final VoteService ballots;
  private final IngestMetrics metrics;
  private final Executor executor;

  ChatLines(SessionCache cache, VoteService ballots, IngestMetrics metrics, Executor executor) {
    this.cache = cache;
    this.ballots = ballots;
    this.metrics = metrics;
    this.executor = executor;
  }

  /** 204 once every session's vote is decided, also where there is nothing to count; the platform needs to know no more. */
  CompletionStage<HttpResponse> count(ChatLine line, HttpRequest request) {
    var proof = new VoteCredential.InChannel(line.channel());
    return cache
        .find(proof)
        .thenCompose(found ->
            castAll(line, new RequestOrigin(line.channel().platform(), request), proof, found))
        .thenApply(done -> acknowledged());
  }

  static HttpResponse acknowledged() {
    return HttpResponse.create().withStatus(StatusCodes.NO_CONTENT);
  }

  private CompletionStage<?> castAll(
      ChatLine line, RequestOrigin via, VoteCredential proof, List<CachedSession> found) {
    if (found.isEmpty()) {
      metrics.decidedNowhere(via, Outcome.Status.NO_SESSION);
      return completedStage(null);
    }
    return Futures.all(
        found.stream()
            .map(judged -> ballots.cast(via, proof, judged, line.ballot()))
            .toList(),
        executor);
  }
}
