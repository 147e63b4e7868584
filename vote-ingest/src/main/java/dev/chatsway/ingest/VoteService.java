package dev.chatsway.ingest;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import akka.http.javadsl.model.HttpRequest;
import dev.chatsway.http.AuditLog;
import dev.chatsway.http.Buckets;
import dev.chatsway.ingest.SessionCache.CachedSession;
import dev.chatsway.redis.vote.ChatCommands;
import dev.chatsway.redis.vote.Votes;
import dev.chatsway.session.ChatCommand;
import dev.chatsway.session.Session;
import dev.chatsway.session.Side;
import dev.chatsway.session.StoreUnavailableException;
import dev.chatsway.session.Vote;
import dev.chatsway.session.VoteResult;
import dev.chatsway.session.VoteStatus;
import dev.chatsway.session.text.TriggerMatcher.MatchResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Matches chat messages against a session's current triggers, and has Redis decide those that are votes. */
final class VoteService {

  /** A session may change while a vote is in flight, but not this often. */
  private static final int TRIES = 5;

  private final SessionCache cache;
  private final Votes votes;
  private final ChatCommands commands;
  private final IngestMetrics metrics;
  private final Executor executor;

  /** Votes of an owner's sessions. */
  private final Buckets ownerVotes;

  VoteService(
      SessionCache cache,
      Votes votes,
      IngestMetrics metrics,
      IngestSettings settings,
      Executor executor) {
    this.cache = cache;
    this.ownerVotes = new Buckets(settings.ownerVotes(), settings.cacheEntries());
    this.votes = votes;
    this.commands = votes.commands();
    this.metrics = metrics;
    this.executor = executor;
  }

  /**
   * Submits a platform's line of chat to every session of its channel; completes once all are decided. Sessions that the
   * channel had a moment ago are voted in while Redis is asked for those that it has now.
   *
   * @param request the request that delivered the line; null if the server read it itself
   */
  CompletionStage<?> submit(@Nullable HttpRequest request, ChatLine line) {
    var credential = new VoteCredential.InChannel(line.channel());
    var message = line.message();
    var looking = cache.find(credential);
    var results = new LinkedHashMap<UUID, CompletionStage<VoteResult>>();
    for (var session : cache.whileFinding(credential)) {
      if (isUpToRedis(session, message)) {
        results.put(session.session().id(), submit(request, credential, session, message));
      }
    }
    return looking.thenCompose(found -> {
      for (var session : found) {
        results.computeIfAbsent(
            session.session().id(), id -> submit(request, credential, session, message));
      }
      if (results.isEmpty()) {
        metrics.decidedWithoutSession(request, credential.platform(), VoteStatus.NO_SESSION);
      }
      return all(List.copyOf(results.values()));
    });
  }

  /** Submits several messages to one session; the results are in their order. */
  CompletionStage<List<VoteResult>> submit(
      HttpRequest request,
      VoteCredential credential,
      CachedSession session,
      List<ChatMessage> messages) {
    var results = new ArrayList<CompletionStage<VoteResult>>(messages.size());
    messages.forEach(message -> results.add(submit(request, credential, session, message)));
    return all(results);
  }

  /**
   * Submits one message. If the session's settings or secrets have changed since it was read, it is read again, the
   * credential checked again and the message matched again; {@code NO_SESSION} if the credential is no longer valid.
   *
   * @return its result; fails with {@link StoreUnavailableException} if Redis did not decide it
   */
  CompletionStage<VoteResult> submit(
      @Nullable HttpRequest request,
      VoteCredential credential,
      CachedSession session,
      ChatMessage message) {
    long started = System.nanoTime();
    CompletionStage<VoteResult> decided = isCommand(session, message)
        ? command(session, message)
        : decide(credential, session, message, TRIES);
    return decided.thenApply(result -> {
      metrics.decided(
          request, credential.platform(), session.session(), result, System.nanoTime() - started);
      return result;
    });
  }

  /** Whether the text is a command and commands are on: then it is not a vote, whether or not its author may use it. */
  private static boolean isCommand(CachedSession session, ChatMessage message) {
    return session.session().settings().chatCommands()
        && message.side() == null
        && ChatCommand.parse(message.text()).isPresent();
  }

  /** Carries a command out if a moderator of this channel has written it. */
  private CompletionStage<VoteResult> command(CachedSession session, ChatMessage message) {
    var noVote = VoteResult.of(VoteStatus.NO_VOTE);
    var command = ChatCommand.parse(message.text()).orElseThrow();
    var id = message.id();
    if (id == null || message.fromElsewhere() || !message.role().mayCommand()) {
      metrics.commanded(command.kind(), "not_allowed");
      return completedStage(noVote);
    }
    return commands.apply(session.session().id(), command, id).thenApply(status -> {
      metrics.commanded(command.kind(), status.wire());
      if (status == VoteStatus.OK) {
        AuditLog.noteFromChat(
            message.role().name().toLowerCase(Locale.ROOT),
            "!bar " + command.kind().wire() + " in "
                + AuditLog.shortId(session.session().id()));
      }
      return noVote;
    });
  }

  private CompletionStage<VoteResult> decide(
      VoteCredential credential, CachedSession cached, ChatMessage message, int triesLeft) {
    var judged = judge(cached, message);
    if (judged.side == null) {
      return completedStage(VoteResult.of(judged.status));
    }
    if (triesLeft == TRIES && !isWithinBudget(cached.session())) {
      metrics.overOwnersBudget();
      return completedStage(VoteResult.of(VoteStatus.LIMITED));
    }
    var vote = new Vote(
        cached.session(),
        message.voter(),
        message.id(),
        credential.source(),
        judged.side,
        message.role().weight(cached.session().settings().weights()));
    return votes.apply(vote).thenCompose(result -> switch (result.status()) {
      case STALE -> decideAgain(credential, cached, message, triesLeft - 1);
      case DELETED -> completedStage(VoteResult.of(VoteStatus.NO_SESSION));
      default -> completedStage(result);
    });
  }

  /** What a message is by a session's settings: a vote for a side, which Redis decides, or decided already. */
  private record Judged(@Nullable Side side, VoteStatus status) {}

  private static Judged judge(CachedSession cached, ChatMessage message) {
    var settings = cached.session().settings();
    var match = message.match(cached.triggers());
    if (match == MatchResult.NO_VOTE) {
      return new Judged(null, VoteStatus.NO_VOTE);
    }
    var channelSide = message.side() == null ? settings.sides().of(message.channels()) : null;
    if (match == MatchResult.AMBIGUOUS && channelSide == null) {
      return new Judged(null, VoteStatus.AMBIGUOUS);
    }
    if (message.fromElsewhere() && settings.countsOwnChatOnly()) {
      return new Judged(null, VoteStatus.SHARED_CHAT);
    }
    if (cached.session().isSuspended()) {
      return new Judged(null, VoteStatus.PAUSED);
    }
    var side =
        channelSide != null ? channelSide : match == MatchResult.FOR ? Side.FOR : Side.AGAINST;
    return new Judged(side, VoteStatus.OK);
  }

  /** Whether it is a vote by these settings, so that Redis decides it, and refuses it if they are out of date. */
  private static boolean isUpToRedis(CachedSession session, ChatMessage message) {
    return !isCommand(session, message) && judge(session, message).side != null;
  }

  private boolean isWithinBudget(Session session) {
    var owner = session.owner();
    return owner == null || ownerVotes.take(owner.account(), 1).isZero();
  }

  private CompletionStage<VoteResult> decideAgain(
      VoteCredential credential, CachedSession old, ChatMessage message, int triesLeft) {
    if (triesLeft == 0) {
      return failedStage(new StoreUnavailableException("the session's settings keep changing"));
    }
    return cache
        .reload(credential, old)
        .thenCompose(found -> found.isPresent()
            ? decide(credential, found.get(), message, triesLeft)
            : completedStage(VoteResult.of(VoteStatus.NO_SESSION)));
  }

  /** Continues in the executor if it has to wait, because Redis answers on a thread that all calls share. */
  private <T> CompletionStage<List<T>> all(List<CompletionStage<T>> stages) {
    var futures = stages.stream().map(CompletionStage::toCompletableFuture).toList();
    var all = CompletableFuture.allOf(futures.toArray(CompletableFuture<?>[]::new));
    return all.thenApplyAsync(
        done -> futures.stream().map(CompletableFuture::join).toList(),
        all.isDone() ? Runnable::run : executor);
  }
}
