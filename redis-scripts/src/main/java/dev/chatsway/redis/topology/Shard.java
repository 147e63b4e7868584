package dev.chatsway.redis.topology;

import java.util.Comparator;
import java.util.List;
import redis.clients.jedis.HostAndPort;

/**
 * Servers that hold the same data.
 *
 * @param primary the one that is written to
 * @param replicas those known to be healthy, always in the same order
 */
public record Shard(HostAndPort primary, List<HostAndPort> replicas) {

  /** Copies and sorts the replicas. */
  public Shard {
    replicas =
        replicas.stream().sorted(Comparator.comparing(HostAndPort::toString)).toList();
  }
}
