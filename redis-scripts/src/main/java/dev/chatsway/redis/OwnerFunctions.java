package dev.chatsway.redis;

import dev.chatsway.session.VoteStatus;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/** The library's function on owners, as chatsway.lua documents it. */
public final class OwnerFunctions {

  private final RedisCommands calls;

  /** Calls through {@code calls}. */
  public OwnerFunctions(RedisCommands calls) {
    this.calls = calls;
  }

  /** {@code claim_bar}: the keys are those of one owner, so that they are in one slot. */
  public CompletionStage<VoteStatus> claimBar(
      String ownerKey, String barsKey, UUID session, int most) {
    var command = new CommandArguments(Command.FCALL)
        .add("claim_bar")
        .add(2)
        .add(ownerKey)
        .add(barsKey)
        .add(String.valueOf(FunctionLibrary.VERSION))
        .add(session.toString())
        .add(String.valueOf(most));
    return calls.function("claim_bar", command).thenApply(Reply::status);
  }
}
