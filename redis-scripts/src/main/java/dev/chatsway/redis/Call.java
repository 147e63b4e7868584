package dev.chatsway.redis;

import java.util.concurrent.CompletableFuture;
import redis.clients.jedis.CommandArguments;

/**
 * A command on its way to Redis.
 *
 * @param name what the metrics call it
 * @param slot of its key, or {@link dev.chatsway.redis.topology.SlotMap#ANY}
 * @param asking whether a node of the cluster sent it to another one for this once (ASK)
 * @param hops how often a node of the cluster sent it on
 * @param since {@link System#nanoTime} of asking
 */
record Call(
    String name,
    CommandArguments command,
    int slot,
    boolean asking,
    int hops,
    CompletableFuture<Object> reply,
    long since) {

  static Call of(String name, CommandArguments command, int slot) {
    return new Call(name, command, slot, false, 0, new CompletableFuture<>(), System.nanoTime());
  }

  /** The same, sent on by a node of the cluster. */
  Call sentOn(boolean asking) {
    return new Call(name, command, slot, asking, hops + 1, reply, since);
  }

  /** The same from the start. */
  Call again() {
    return new Call(name, command, slot, false, 0, reply, since);
  }
}
