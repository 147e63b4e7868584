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

/** Applies votes: each is decided and counted, or not, by one call of the function library. */
public final class Votes {

  private final RedisCommands calls;
  private final SessionFunctions functions;
  private final VoterIdHasher hash;

  /** Speaks to Redis through {@code calls}; {@code hash} hides who voted. */
  public Votes(RedisCommands calls, VoterIdHasher hash) {
    this.calls = calls;
    this.functions = new SessionFunctions(calls);
    this.hash = hash;
  }

  /** What moderators ask for in chat; their lines are remembered as those of votes are. */
  public ChatCommands commands() {
    return new ChatCommands(functions, hash);
  }

  /**
   * Applies one vote.
   *
   * @return what became of it; {@code STALE} asks the caller to judge the text anew by the session as it is now. Fails with
   *     {@link dev.chatsway.session.StoreUnavailableException} if Redis did not say: with a message id it is then safe to try
   *     again
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
   * What a vote in this session would be answered now, decided in the order of {@code apply_vote}; nothing is written.
   *
   * @param voter as votes name them, with the platform in front; null if nobody's debounce is to be looked at
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
