package dev.chatsway.redis.vote;

import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.Reply;
import dev.chatsway.redis.SessionFunctions;
import dev.chatsway.redis.SessionKeys;
import dev.chatsway.session.Session;
import dev.chatsway.session.Vote;
import dev.chatsway.session.VotePreview;
import dev.chatsway.session.VoteResult;
import dev.chatsway.session.VoteStatus;
import dev.chatsway.session.VoterIdHasher;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/** Applies votes: one call of the function library decides each and, if it is valid, counts it. */
public final class Votes {

  private final RedisCommands calls;
  private final SessionFunctions functions;
  private final VoterIdHasher hash;

  /** Sends its calls through {@code calls}; {@code hash} hashes voter and message ids. */
  public Votes(RedisCommands calls, VoterIdHasher hash) {
    this.calls = calls;
    this.functions = new SessionFunctions(calls);
    this.hash = hash;
  }

  /**
   * Applies one vote.
   *
   * @return its result; on {@code STALE} the caller has to match the text again, against the current session. Fails
   *     with {@link dev.chatsway.session.StoreUnavailableException} if Redis did not decide it; with a message id it is
   *     then safe to retry
   */
  public CompletionStage<VoteResult> apply(Vote vote) {
    UUID id = vote.session().id();
    SessionKeys keys = SessionKeys.of(id);
    byte[] voter = voterKey(id, vote.voter());
    String messageId = vote.messageId();
    var all = new ArrayList<>(List.of(
        keys.live(), keys.session(), keys.rate(), voter, keys.timeline(), keys.votesBucket()));
    if (messageId != null) {
      all.add(keys.seen(hash.of(id, "message " + messageId)));
    }
    return functions
        .applyVote(
            all.toArray(byte[][]::new),
            vote.session().settingsRevision(),
            vote.side().wire(),
            vote.weight(),
            vote.source().wire())
        .thenApply(reply -> new VoteResult(reply.status(), reply.value(), reply.revision()));
  }

  /**
   * How a vote in this session would be decided now, in the order of {@code apply_vote}; writes nothing.
   *
   * @param voter the id as in votes, prefixed with the platform; null to ignore the debounce
   */
  public CompletionStage<VotePreview> foresee(Session session, @Nullable String voter) {
    var settings = session.settings();
    if (settings.paused()) {
      return CompletableFuture.completedStage(new VotePreview(VoteStatus.PAUSED, 0));
    }
    var round = session.round();
    if (round != null && round.frozen()) {
      return CompletableFuture.completedStage(new VotePreview(VoteStatus.FROZEN, 0));
    }
    var debounced = voter == null || settings.debounceMillis() == 0
        ? CompletableFuture.completedStage(0L)
        : millisLeft(voterKey(session.id(), voter));
    byte[] rate = SessionKeys.of(session.id()).rate();
    var counted = calls
        .call("GET", new CommandArguments(Command.GET).add(rate))
        .thenApply(reply -> reply == null ? 0 : Long.parseLong(Reply.text(reply)));
    return debounced
        .thenCombine(counted, Decided::new)
        .thenCombine(millisLeft(rate), (so, left) -> {
          if (so.debounceLeft > 0) {
            return new VotePreview(VoteStatus.DEBOUNCED, so.debounceLeft);
          }
          return settings.votesPerMinute() > 0 && so.counted >= settings.votesPerMinute()
              ? new VotePreview(VoteStatus.LIMITED, left)
              : new VotePreview(VoteStatus.OK, 0);
        });
  }

  private record Decided(long debounceLeft, long counted) {}

  /** How long a key will live; 0 if there is none. */
  private CompletionStage<Long> millisLeft(byte[] key) {
    return calls
        .call("PTTL", new CommandArguments(Command.PTTL).add(key))
        .thenApply(reply -> Math.max(0, (Long) reply));
  }

  private byte[] voterKey(UUID session, String voter) {
    return SessionKeys.of(session).voter(hash.of(session, "voter " + voter));
  }
}
