package dev.chatsway.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/** A primary, its replica and a Sentinel that fails over within seconds: real ones, of a test's own. */
public final class RedisSentinels implements AutoCloseable {

  private static final String MASTER = "bars";

  private final RedisServer primary;
  private final RedisServer replica;
  private final RedisServer sentinel;

  private RedisSentinels(RedisServer primary, RedisServer replica, RedisServer sentinel) {
    this.primary = primary;
    this.replica = replica;
    this.sentinel = sentinel;
  }

  /** Starts them, and returns when the Sentinel knows a replica that is in step. */
  public static RedisSentinels start() {
    RedisServer primary = RedisServer.start();
    RedisServer replica = RedisServer.start(
        RedisServer.freePort(),
        List.of("--replicaof", "127.0.0.1 " + primary.address().getPort()));
    int port = RedisServer.freePort();
    var all = new RedisSentinels(
        primary, replica, RedisServer.start(port, List.of(configuration(primary), "--sentinel")));
    RedisCluster.await(() -> RedisCluster.replication(replica).contains("master_link_status:up"));
    RedisCluster.await(() -> all.asked("REPLICAS") instanceof List<?> replicas
        && !replicas.isEmpty()
        && fields(replicas.get(0)).contains("ok"));
    return all;
  }

  private static List<String> fields(Object replica) {
    return ((List<?>) replica).stream().map(Reply::text).toList();
  }

  private static String configuration(RedisServer primary) {
    try {
      Path folder = RedisServer.folder("chatsway-sentinel");
      return Files.writeString(
              folder.resolve("sentinel.conf"), """
              sentinel monitor bars 127.0.0.1 %d 1
              sentinel down-after-milliseconds bars 500
              sentinel failover-timeout bars 3000
              """.formatted(primary.address().getPort()))
          .toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For {@code chatsway.redis.url}; the first Sentinel is none. */
  public String uri() {
    return "redis+sentinel://127.0.0.1:1," + sentinel.address() + "/" + MASTER;
  }

  /** What the Sentinel says of its primary. */
  public Object asked(String what) {
    return RedisCluster.ask(
        sentinel, new CommandArguments(Command.SENTINEL).add(what).add(MASTER));
  }

  /** Makes the replica the primary and the primary a replica that has lost it, cutting off nobody's connections. */
  public void demote() {
    String port = String.valueOf(replica.address().getPort());
    RedisCluster.ask(replica, new CommandArguments(Command.REPLICAOF).add("NO").add("ONE"));
    asked("REMOVE");
    RedisCluster.ask(
        sentinel,
        new CommandArguments(Command.SENTINEL)
            .add("MONITOR")
            .add(MASTER)
            .add("127.0.0.1")
            .add(port)
            .add(1));
    RedisCluster.ask(
        primary, new CommandArguments(Command.REPLICAOF).add("127.0.0.1").add(1));
  }

  /** The primary, as it was at the start. */
  public RedisServer primary() {
    return primary;
  }

  /** The replica, as it was at the start. */
  public RedisServer replica() {
    return replica;
  }

  @Override
  public void close() {
    sentinel.close();
    replica.close();
    primary.close();
  }
}
