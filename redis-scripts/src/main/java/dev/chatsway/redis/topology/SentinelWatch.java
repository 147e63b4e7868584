package dev.chatsway.redis.topology;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Subscribes to one Sentinel's events, on a thread of its own, and tells a {@link Topology} which of them concern its
 * primary. A lost subscription is renewed every second.
 *
 * <p>A failover begins with {@code +selected-slave}, about 100 ms before that replica is promoted; from then on the old
 * primary's writes would be lost, although it accepts them for about 10 s more. {@code +promoted-slave} and
 * {@code +switch-master} say where to write instead. Only the Sentinel that leads the failover publishes all of these,
 * so each one is watched.
 */
final class SentinelWatch extends JedisPubSub implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SentinelWatch.class);
  private static final int RETRY_MILLIS = 1_000;
  private static final String ABORTED = "-failover-abort-*";

  private final Connector connector;
  private final HostAndPort sentinel;
  private final Topology topology;
  private final Thread thread;

  SentinelWatch(Connector connector, HostAndPort sentinel, Topology topology) {
    this.connector = connector;
    this.sentinel = sentinel;
    this.topology = topology;
    this.thread = new Thread(this::run, "chatsway-redis-sentinel-" + sentinel);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    while (!thread.isInterrupted()) {
      try (Connection connection = connector.connectSentinel(sentinel)) {
        proceedWithPatterns(
            connection, "+selected-slave", "+promoted-slave", "+switch-master", ABORTED);
      } catch (JedisException e) {
        LOG.debug("Not subscribed to Sentinel {}: {}", sentinel, e.getMessage());
      }
      try {
        Thread.sleep(RETRY_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  @Override
  public void onPSubscribe(String pattern, int subscribed) {
    if (pattern.equals(ABORTED)) {
      topology.refresh(); // for what was published before
    }
  }

  /** An event is {@code slave NAME HOST PORT @ MASTER HOST PORT}, {@code master MASTER …}, or {@code MASTER …}. */
  @Override
  public void onPMessage(String pattern, String channel, String message) {
    String[] words = message.split(" ", -1);
    String master = connector.url().master();
    switch (pattern) {
      case "+selected-slave" -> {
        if (words.length > 7 && words[5].equals(master)) {
          topology.leaving(new HostAndPort(words[6], Integer.parseInt(words[7])));
        }
      }
      case ABORTED -> {
        if (words.length > 1 && words[1].equals(master)) {
          topology.stays();
        }
      }
      default -> {
        if (words[0].equals(master) || (words.length > 5 && words[5].equals(master))) {
          topology.changed(sentinel);
        }
      }
    }
  }

  /** Detects a connection whose other end vanished: nothing else is sent on it. */
  void check() {
    try {
      if (isSubscribed()) {
        ping();
      }
    } catch (JedisException e) {
      LOG.debug("Lost the subscription to Sentinel {}: {}", sentinel, e.getMessage());
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      if (isSubscribed()) {
        punsubscribe();
      }
    } catch (JedisException e) {
      LOG.debug("Lost the subscription to Sentinel {}: {}", sentinel, e.getMessage());
    }
  }
}
