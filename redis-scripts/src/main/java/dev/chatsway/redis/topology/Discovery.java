package dev.chatsway.redis.topology;

import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;

/** Asks who has what. Used by one thread. */
interface Discovery {

  /**
   * Asks, which takes as long as connecting and a reply may take, for each server that does not answer.
   *
   * @throws JedisException if nobody could say
   */
  SlotMap discover();

  /** Asks this server before the others from now on. Called by other threads. */
  default void prefer(HostAndPort server) {}

  /** The way that a URL asks for. */
  static Discovery of(Connector connector) {
    return switch (connector.url().form()) {
      case STANDALONE -> new StandaloneDiscovery(connector);
      case SENTINEL -> new SentinelDiscovery(connector);
      case CLUSTER -> new ClusterDiscovery(connector);
    };
  }
}
