package dev.chatsway.redis.topology;

import java.util.Comparator;
import java.util.List;
import redis.clients.jedis.HostAndPort;

/**
 * Servers that hold the same data.
 *
 * @param primary the one that is written to
 * @param replicas those that are known to be well; the same ones are always in the same order
 */
public record Shard(HostAndPort primary, List<HostAndPort> replicas) {

  /** Keeps a list of its own, sorted. */
  public Shard {
    replicas =
        replicas.stream().sorted(Comparator.comparing(HostAndPort::toString)).toList();
  }
}
