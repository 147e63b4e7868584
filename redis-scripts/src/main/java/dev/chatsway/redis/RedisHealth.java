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
 * The health of Redis as last seen by the connections to its primaries: up while none of them fails. Each change is
 * logged once.
 */
public final class RedisHealth {

  /**
   * The health at one moment.
   *
   * @param up whether the last round trip to each primary was answered
   * @param everUp whether Redis has ever answered, with a library that this build can use
   * @param writable whether no primary refuses writes
   * @param detail in words, with addresses and Redis's messages: for the log
   */
  public record State(boolean up, boolean everUp, boolean writable, String detail) {}

  private static final Logger LOG = LoggerFactory.getLogger(RedisHealth.class);

  // changed under this object's lock by every connection's thread; read by probes and metrics
  // without it
  private volatile State state = new State(false, false, true, "not asked yet");

  /** Failing servers with the reasons; guarded by this object. */
  private final Map<HostAndPort, String> failing = new LinkedHashMap<>();

  /** Servers that answer but refuse writes, with the reasons; guarded by this object. */
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

  /** The current health. */
  public State state() {
    return state;
  }

  /** A connection was opened. */
  void opened() {
    connections.incrementAndGet();
  }

  /** A connection was closed. */
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

  /** A server answers but refuses writes: its memory or disk is full, or it has too few replicas. Logged once. */
  synchronized void refused(HostAndPort server, String why) {
    if (refusing.put(server, why) == null) {
      LOG.warn("Redis takes no votes: {}: {}", server, why);
    }
    refusingChanged();
  }

  /** Whether this server refused its last write. */
  boolean isRefusing(HostAndPort server) {
    if (!refuses) { // the usual case takes no lock
      return false;
    }
    synchronized (this) {
      return refusing.containsKey(server);
    }
  }

  /** A server has executed a write. */
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

  /** Forgets servers other than these. */
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
