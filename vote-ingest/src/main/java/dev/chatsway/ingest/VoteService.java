package dev.chatsway.ingest;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import dev.chatsway.redis.vote.Votes;
import dev.chatsway.session.SharedChat;
import dev.chatsway.session.Side;
import dev.chatsway.session.StoreUnavailableException;
import dev.chatsway.session.Vote;
import dev.chatsway.session.VoteStatus;
import dev.chatsway.session.text.TriggerMatcher;
import java.util.concurrent.CompletionStage;

/** Judges ballots by a session's settings of the moment and has Redis decide those that are votes. */
final class VoteService {

  /** A session may change while a vote is under way, but hardly this often. */
  private static final int TRIES = 5;

  private final SessionCache cache;
  private final Votes votes;
  private final IngestMetrics metrics;

  VoteService(SessionCache cache, Votes votes, IngestMetrics metrics) {
    this.cache = cache;
    this.votes = votes;
    this.metrics = metrics;
  }

  /**
   * Decides one ballot. If the session's settings or tokens have changed since it was read, it is read again by its proof
   * and the ballot judged anew; {@code NO_SESSION} if the proof no longer holds.
   *
   * @return what became of it; fails with {@link StoreUnavailableException} if Redis did not say
   */
  CompletionStage<Outcome> cast(
      RequestOrigin via, VoteCredential proof, CachedSession judged, ChatMessage ballot) {
    long started = System.nanoTime();
    return cast(proof, judged, ballot, TRIES).thenApply(outcome -> {
      metrics.decided(via, judged.session(), outcome, System.nanoTime() - started);
      return outcome;
    });
  }

  private CompletionStage<Outcome> cast(
      VoteCredential proof, CachedSession judged, ChatMessage ballot, int triesLeft) {
    var settings = judged.session().settings();
    var verdict = ballot.choice().match(judged.triggers());
    if (verdict == TriggerMatcher.MatchResult.NO_VOTE) {
      return completedStage(Outcome.early(Outcome.Status.NO_VOTE));
    }
    if (verdict == TriggerMatcher.MatchResult.AMBIGUOUS) {
      return completedStage(Outcome.early(Outcome.Status.AMBIGUOUS));
    }
    if (ballot.fromElsewhere() && settings.sharedChat() == SharedChat.OWN) {
      return completedStage(Outcome.early(Outcome.Status.SHARED_CHAT));
    }
    var side = verdict == TriggerMatcher.MatchResult.FOR ? Side.FOR : Side.AGAINST;
    var weight = ballot.role().weight(settings.weights());
    return votes
        .apply(new Vote(
            judged.session(), ballot.voter(), ballot.messageId(), proof.source(), side, weight))
        .thenCompose(result -> result.status() == VoteStatus.STALE
            ? again(proof, judged, ballot, triesLeft - 1)
            : completedStage(Outcome.of(result)));
  }

  private CompletionStage<Outcome> again(
      VoteCredential proof, CachedSession old, ChatMessage ballot, int triesLeft) {
    if (triesLeft == 0) {
      return failedStage(new StoreUnavailableException("the session's settings keep changing"));
    }
    return cache
        .reload(proof, old)
        .thenCompose(found -> found.isPresent()
            ? cast(proof, found.get(), ballot, triesLeft)
            : completedStage(Outcome.early(Outcome.Status.NO_SESSION)));
  }
}
