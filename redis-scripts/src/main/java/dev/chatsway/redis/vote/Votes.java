package dev.chatsway.redis.vote;

import dev.chatsway.redis.Calls;
import dev.chatsway.redis.SessionFunctions;
import dev.chatsway.redis.SessionKeys;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Applies votes: each is decided and counted, or not, by one call of the function library. */
public final class Votes {

  private final SessionFunctions functions;
  private final KeyedHash hash;

  /** Speaks to Redis through {@code calls}; {@code hash} hides who voted. */
  public Votes(Calls calls, KeyedHash hash) {
    this.functions = new SessionFunctions(calls);
    this.hash = hash;
  }

  /**
   * Applies one vote.
   *
   * @return what became of it; {@code STALE} asks the caller to judge the text anew by the session as it is now. Fails with
   *     {@link dev.chatsway.redis.RedisUnavailableException} if Redis did not say: with a message id it is then safe to try
   *     again
   */
  public CompletionStage<VoteResult> apply(Vote vote) {
    UUID id = vote.session().id();
    SessionKeys keys = SessionKeys.of(id);
    byte[] voter = keys.voter(hash.of(id, "voter " + vote.voter()));
    String messageId = vote.messageId();
    byte[][] all = messageId == null
        ? new byte[][] {keys.live(), keys.session(), keys.rate(), voter}
        : new byte[][] {
          keys.live(),
          keys.session(),
          keys.rate(),
          voter,
          keys.seen(hash.of(id, "message " + messageId))
        };
    return functions
        .applyVote(all, vote.session().settingsRevision(), vote.side().wire(), vote.weight())
        .thenApply(reply -> new VoteResult(reply.status(), reply.value()));
  }
}
