package dev.chatsway.redis;

import dev.chatsway.session.VoteStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/** The library's functions on leases: expiring keys that contain the token of the instance that may act. */
public final class LeaseFunctions {

  private final RedisCommands calls;

  /** Calls through {@code calls}. */
  public LeaseFunctions(RedisCommands calls) {
    this.calls = calls;
  }

  /** {@code renew_lease}: takes a free lease or renews the caller's; false if another token holds it. */
  public CompletionStage<Boolean> renew(byte[] key, String token, Duration length) {
    return call("renew_lease", key, token, String.valueOf(length.toMillis()));
  }

  /** {@code release_lease}: false if {@code token} did not hold it. */
  public CompletionStage<Boolean> release(byte[] key, String token) {
    return call("release_lease", key, token);
  }

  private CompletionStage<Boolean> call(String function, byte[] key, String... arguments) {
    var command = new CommandArguments(Command.FCALL)
        .add(function)
        .add(1)
        .add(key)
        .add(String.valueOf(FunctionLibrary.VERSION).getBytes(StandardCharsets.US_ASCII));
    for (String argument : arguments) {
      command.add(argument);
    }
    return calls.function(function, command).thenApply(reply -> reply.status() == VoteStatus.OK);
  }
}
