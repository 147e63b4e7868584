package dev.chatsway.redis;

import dev.chatsway.session.Tokens;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * A lease that one of many instances holds at a time: an expiring key in Redis that contains its holder's token. The
 * holder counts from before its request, so for it the lease ends no later than in Redis.
 */
public final class Lease {

  private final LeaseFunctions functions;
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
    this.functions = new LeaseFunctions(calls);
    this.key = key.getBytes(StandardCharsets.UTF_8);
    this.length = length;
  }

  /** Takes the lease, or renews it; false if another instance holds it. */
  public CompletionStage<Boolean> hold() {
    long asked = System.nanoTime();
    return functions.renew(key, token, length).thenApply(held -> {
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
    return functions.release(key, token);
  }
}
