package dev.chatsway.redis;

import dev.chatsway.session.Tokens;
import dev.chatsway.session.VoteStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * A lease that one of many instances holds at a time: an expiring key in Redis that contains its holder's token. The
 * holder counts from before its request, so for it the lease ends no later than in Redis.
 */
public final class Lease {

  private final RedisCommands calls;
  private final byte[] key;
  private final Duration length;
  private final String token = Tokens.token();

  // written by Redis's thread, read by the thread that is about to change something
  private volatile long endsNanos = System.nanoTime();

  /**
   * Creates a lease that is not held yet.
   *
   * @param length how long the lease lasts after its last renewal
   */
  public Lease(RedisCommands calls, String key, Duration length) {
    this.calls = calls;
    this.key = key.getBytes(StandardCharsets.UTF_8);
    this.length = length;
  }

  /** Takes the lease, or renews it; false if another instance holds it. */
  public CompletionStage<Boolean> hold() {
    long asked = System.nanoTime();
    return call("renew_lease", String.valueOf(length.toMillis())).thenApply(held -> {
      endsNanos = held ? asked + length.toNanos() : asked;
      return held;
    });
  }

  /** Whether it is certainly held at this moment. */
  public boolean isHeld() {
    return endsNanos - System.nanoTime() > 0;
  }

  /** Lets another instance take the lease at once; does nothing if this one does not hold it. */
  public CompletionStage<?> release() {
    endsNanos = System.nanoTime();
    return call("release_lease");
  }

  /** Calls a function on leases, as chatsway.lua documents it; false if another instance's token is in the key. */
  private CompletionStage<Boolean> call(String function, String... arguments) {
    var command = new CommandArguments(Command.FCALL)
        .add(function)
        .add(1)
        .add(key)
        .add(String.valueOf(FunctionLibrary.VERSION))
        .add(token);
    for (String argument : arguments) {
      command.add(argument);
    }
    return calls.function(function, command).thenApply(reply -> reply.status() == VoteStatus.OK);
  }
}
