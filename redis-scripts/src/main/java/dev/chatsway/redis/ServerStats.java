package dev.chatsway.redis;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;

/**
 * Memory, evicted keys and replicas of the primaries, as {@code INFO} reports them; unknown (NaN) until every primary has
 * answered, and again while one does not.
 */
public final class ServerStats {

  /**
   * The figures of one primary.
   *
   * @param used bytes that its data uses
   * @param max bytes that it may use; 0: no limit
   * @param evicted keys deleted to make room since the server started
   * @param replicas replicas that are connected and in sync
   */
  record Info(long used, long max, long evicted, int replicas) {

    private static final Pattern REPLICA =
        Pattern.compile("^slave\\d+:.*\\bstate=online\\b", Pattern.MULTILINE);

    static Info parse(String info) {
      return new Info(
          number(info, "used_memory"),
          number(info, "maxmemory"),
          number(info, "evicted_keys"),
          Math.toIntExact(REPLICA.matcher(info).results().count()));
    }

    private static long number(String info, String field) {
      Matcher line =
          Pattern.compile("^" + field + ":(\\d+)\\s*$", Pattern.MULTILINE).matcher(info);
      if (!line.find()) {
        throw new IllegalArgumentException("INFO has no number " + field);
      }
      return Long.parseLong(line.group(1));
    }

    private double fullness() {
      return max == 0 ? 0 : (double) used / max;
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(ServerStats.class);
  private static final double UNKNOWN = Double.NaN;

  private final RedisCommands calls;

  // one refresh at a time writes these; scrapes read them
  private volatile double used = UNKNOWN;
  private volatile double max = UNKNOWN;
  private volatile double replicas = UNKNOWN;
  private final AtomicLong evicted = new AtomicLong();

  // of the one refresh that is out
  private CompletionStage<?> last = CompletableFuture.completedStage(null);
  private final Map<HostAndPort, Long> evictedBefore = new HashMap<>();
  private boolean refusalLogged;

  /** Registers the meters; sends nothing before {@link #refresh}. */
  public ServerStats(RedisCommands calls, MeterRegistry metrics) {
    this.calls = calls;
    Gauge.builder("chatsway.redis.memory.used", () -> used)
        .baseUnit("bytes")
        .description("Memory in use on the primary closest to its maxmemory")
        .register(metrics);
    Gauge.builder("chatsway.redis.memory.max", () -> max)
        .baseUnit("bytes")
        .description("maxmemory of that primary; 0: no limit")
        .register(metrics);
    Gauge.builder("chatsway.redis.replicas", () -> replicas)
        .description("Replicas of all primaries that are connected and in sync")
        .register(metrics);
    FunctionCounter.builder("chatsway.redis.evicted.keys", evicted, AtomicLong::get)
        .description("Keys that Redis deleted to make room, since this instance started")
        .register(metrics);
  }

  /** Queries every primary, unless a query is still in flight. */
  public synchronized CompletionStage<?> refresh() {
    if (!last.toCompletableFuture().isDone()) {
      return last;
    }
    Map<HostAndPort, CompletionStage<Info>> asked = calls
        .callPrimaries(
            "INFO",
            new CommandArguments(Command.INFO).add("memory").add("stats").add("replication"))
        .entrySet()
        .stream()
        .collect(Collectors.toMap(
            Map.Entry::getKey,
            each -> each.getValue().thenApply(reply -> Info.parse(Reply.text(reply)))));
    last = CompletableFuture.allOf(asked.values().stream()
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture<?>[]::new))
        .handle((done, failure) -> {
          if (failure == null) {
            var infos = new HashMap<HostAndPort, Info>();
            asked.forEach(
                (server, info) -> infos.put(server, info.toCompletableFuture().join()));
            answered(infos);
          } else {
            unknown(failure);
          }
          return failure == null;
        });
    return last;
  }

  private void answered(Map<HostAndPort, Info> infos) {
    List<Info> byFullness = new ArrayList<>(infos.values());
    byFullness.sort((one, other) -> Double.compare(other.fullness(), one.fullness()));
    used = byFullness.isEmpty() ? UNKNOWN : byFullness.get(0).used();
    max = byFullness.isEmpty() ? UNKNOWN : byFullness.get(0).max();
    replicas = infos.values().stream().mapToInt(Info::replicas).sum();
    infos.forEach(this::countEvicted);
    evictedBefore.keySet().retainAll(infos.keySet());
  }

  private void countEvicted(HostAndPort server, Info info) {
    Long before = evictedBefore.put(server, info.evicted());
    if (before != null && info.evicted() > before) { // fewer: the server was restarted
      long more = info.evicted() - before;
      evicted.addAndGet(more);
      LOG.warn(
          "Redis evicted {} keys on {} to stay below its maxmemory: sessions may be lost; set maxmemory-policy noeviction",
          more,
          server);
    }
  }

  private void unknown(Throwable failure) {
    used = UNKNOWN;
    max = UNKNOWN;
    replicas = UNKNOWN;
    if (String.valueOf(failure.getMessage()).contains("NOPERM")) {
      if (!refusalLogged) {
        LOG.warn(
            "The Redis user may not call INFO, so memory, evictions and replicas are not monitored: allow +info");
        refusalLogged = true;
      }
    } else {
      LOG.debug("Redis did not answer INFO", failure);
    }
  }
}
