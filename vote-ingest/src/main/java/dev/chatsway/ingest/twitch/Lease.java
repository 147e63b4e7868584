package dev.chatsway.ingest.twitch;

import dev.chatsway.redis.RedisCommands;
import dev.chatsway.session.Tokens;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * One of many instances at a time: a key in Redis that ends by itself, with a token of its holder's, so that nobody renews or
 * removes another's. The holder counts from before it asked, and stops believing in the lease no later than Redis does.
 */
final class Lease {

  private static final String RENEW =
      "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) else return 0 end";
  private static final String RELEASE =
      "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) else return 0 end";

  private final RedisCommands calls;
  private final String key;
  private final Duration length;
  private final String token = Tokens.token();

  // written by Redis's thread, read by whoever is about to change something
  private volatile long endsNanos = System.nanoTime();

  Lease(RedisCommands calls, String key, Duration length) {
    this.calls = calls;
    this.key = key;
    this.length = length;
  }

  /** Takes it, or renews it; false if another has it. */
  CompletionStage<Boolean> hold() {
    long asked = System.nanoTime();
    return evaluate(RENEW, String.valueOf(length.toMillis()))
        .thenCompose(renewed -> renewed ? CompletableFuture.completedStage(true) : take())
        .thenApply(held -> {
          endsNanos = held ? asked + length.toNanos() : asked;
          return held;
        });
  }

  /** Whether it is held for sure at this moment. */
  boolean isHeld() {
    return endsNanos - System.nanoTime() > 0;
  }

  /** Lets the next one have it at once; whoever does not hold it releases nothing. */
  CompletionStage<?> release() {
    endsNanos = System.nanoTime();
    return evaluate(RELEASE);
  }

  private CompletionStage<Boolean> take() {
    var command = new CommandArguments(Command.SET)
        .add(key)
        .add(token)
        .add("NX")
        .add("PX")
        .add(length.toMillis());
    return calls.call("SET", command).thenApply(reply -> reply != null);
  }

  private CompletionStage<Boolean> evaluate(String script, String... more) {
    var command = new CommandArguments(Command.EVAL).add(script).add(1).add(key).add(token);
    for (var argument : more) {
      command.add(argument);
    }
    return calls.call("EVAL", command).thenApply(reply -> Long.valueOf(1).equals(reply));
  }
}
