package dev.chatsway.redis;

import dev.chatsway.redis.topology.Shard;
import dev.chatsway.redis.topology.SlotMap;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.HostAndPort;

/**
 * How Redis is, as the connections to its primaries last found it: up while none of them fails. Each change is logged once.
 */
public final class RedisHealth {

  /**
   * One state of affairs.
   *
   * @param up whether the last round trip to each primary was answered
   * @param everUp whether Redis has ever answered, with a library that this build can use
   * @param writable whether no primary has refused a write for want of disk or memory
   * @param detail in words, with addresses and what Redis said: for the log
   */
  public record State(boolean up, boolean everUp, boolean writable, String detail) {}

  private static final Logger LOG = LoggerFactory.getLogger(RedisHealth.class);

  // changed under this object's lock by every connection's thread; read by probes and metrics
  // without it
  private volatile State state = new State(false, false, true, "not asked yet");

  /** Servers that fail, with why; under this object's lock. */
  private final Map<HostAndPort, String> failing = new LinkedHashMap<>();

  /** Servers that answer, but refuse to change anything, with why; under this object's lock. */
  private final Map<HostAndPort, String> refusing = new LinkedHashMap<>();

  private volatile boolean refuses; // whether there are any of those: asked at every vote

  private final AtomicInteger connections = new AtomicInteger();

  /** Publishes {@code chatsway_redis_up}, {@code _writable} and {@code _connections}. */
  public RedisHealth(MeterRegistry metrics) {
    Gauge.builder("chatsway.redis.up", () -> state().up() ? 1 : 0)
        .description("1 while Redis answers")
        .register(metrics);
    Gauge.builder("chatsway.redis.writable", () -> refuses ? 0 : 1)
        .description("0 while Redis answers, but takes no votes")
        .register(metrics);
    Gauge.builder("chatsway.redis.connections", connections, AtomicInteger::get)
        .description("Connections to Redis: one for calls and one for readings, to each server")
        .register(metrics);
  }

  /** How Redis is now. */
  public State state() {
    return state;
  }

  /** A connection was made. */
  void opened() {
    connections.incrementAndGet();
  }

  /** A connection that was made is no more. */
  void closed() {
    connections.decrementAndGet();
  }

  void answered(HostAndPort server) {
    if (!state.up()) { // the usual case takes no lock
      cleared(server);
    }
  }

  private synchronized void cleared(HostAndPort server) {
    failing.remove(server);
    change(new State(failing.isEmpty(), true, !refuses, detail()));
  }

  /** It answers, but refuses writes: its memory or its disk is full, or it has too few replicas. Logged once. */
  synchronized void refused(HostAndPort server, String why) {
    if (refusing.put(server, why) == null) {
      LOG.warn("Redis takes no votes: {}: {}", server, why);
    }
    refusingChanged();
  }

  /** Whether the last write that this server was asked for was refused. */
  boolean isRefusing(HostAndPort server) {
    if (!refuses) { // the usual case takes no lock
      return false;
    }
    synchronized (this) {
      return refusing.containsKey(server);
    }
  }

  /** It has changed something, as it was asked to. */
  void written(HostAndPort server) {
    if (refuses) { // the usual case takes no lock
      accepts(server);
    }
  }

  private synchronized void accepts(HostAndPort server) {
    if (refusing.remove(server) != null) {
      LOG.info("Redis takes votes again: {}", server);
      refusingChanged();
    }
  }

  private void refusingChanged() {
    refuses = !refusing.isEmpty();
    state = new State(state.up(), state.everUp(), !refuses, detail());
  }

  synchronized void failed(HostAndPort server, String why) {
    failing.put(server, why);
    change(new State(false, state.everUp(), !refuses, detail()));
  }

  /** These are all the servers there are: others fail nobody any more. */
  synchronized void known(SlotMap map) {
    Set<HostAndPort> primaries =
        map.shards().stream().map(Shard::primary).collect(Collectors.toSet());
    failing.keySet().retainAll(primaries);
    if (refusing.keySet().retainAll(primaries)) {
      refusingChanged();
    }
  }

  private String detail() {
    if (!failing.isEmpty()) {
      return words(failing);
    }
    return refusing.isEmpty() ? "answering" : "answering, but takes no votes: " + words(refusing);
  }

  private static String words(Map<HostAndPort, String> servers) {
    return servers.entrySet().stream()
        .map(each -> each.getKey() + ": " + each.getValue())
        .collect(Collectors.joining("; "));
  }

  private void change(State now) {
    if (now.up() && !state.up() && state.everUp()) {
      LOG.info("Redis answers again");
    }
    if (!now.up() && state.up()) {
      LOG.warn("Redis does not answer: {}", now.detail());
    }
    state = now;
  }
}
