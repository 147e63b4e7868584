package dev.chatsway.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/** A primary, its replica and a Sentinel that fails over within seconds: real ones, of a test's own. */
public final class RedisSentinels implements AutoCloseable {

  private static final String MASTER = "bars";

  private final String uriStart;
  private final RedisServer primary;
  private final RedisServer replica;
  private final RedisServer sentinel;

  private RedisSentinels(
      String uriStart, RedisServer primary, RedisServer replica, RedisServer sentinel) {
    this.uriStart = uriStart;
    this.primary = primary;
    this.replica = replica;
    this.sentinel = sentinel;
  }

  /** Starts them, and returns when the Sentinel knows a replica that is in step. */
  public static RedisSentinels start() {
    RedisServer primary = RedisServer.start();
    RedisServer replica =
        RedisServer.start(RedisServer.freePort(), List.of("--replicaof", place(primary)));
    return started(
        "redis+sentinel://", primary, replica, List.of(configuration(primary, ""), "--sentinel"));
  }

  /** The same by TLS, to their clients and between them, with a user, and with a Sentinel that wants a password. */
  static RedisSentinels startSecured() {
    RedisServer primary = SecuredRedis.start();
    RedisServer replica = SecuredRedis.start("--replicaof", place(primary));
    String password = "sentinel auth-pass bars \"" + SecuredRedis.PASSWORD + "\"";
    var options = new ArrayList<>(List.of(configuration(primary, password), "--sentinel"));
    options.addAll(SecuredRedis.options());
    return started("rediss+sentinel://" + SecuredRedis.LOGIN, primary, replica, options);
  }

  private static RedisSentinels started(
      String uriStart, RedisServer primary, RedisServer replica, List<String> sentinel) {
    var all = new RedisSentinels(
        uriStart, primary, replica, RedisServer.start(RedisServer.freePort(), sentinel));
    RedisCluster.await(() -> RedisCluster.replication(replica).contains("master_link_status:up"));
    RedisCluster.await(() -> all.asked("REPLICAS") instanceof List<?> replicas
        && !replicas.isEmpty()
        && fields(replicas.get(0)).contains("ok"));
    return all;
  }

  private static List<String> fields(Object replica) {
    return ((List<?>) replica).stream().map(Reply::text).toList();
  }

  /** Host and port, as Redis's own configuration wants them. */
  private static String place(RedisServer server) {
    return server.known().getHost() + " " + server.known().getPort();
  }

  private static String configuration(RedisServer primary, String more) {
    try {
      Path folder = RedisServer.folder("chatsway-sentinel");
      return Files.writeString(folder.resolve("sentinel.conf"), """
              sentinel monitor bars %s 1
              sentinel down-after-milliseconds bars 500
              sentinel failover-timeout bars 3000
              %s
              """.formatted(place(primary), more))
          .toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For {@code chatsway.redis.url}; the first Sentinel is none. */
  public String uri() {
    return uriStart + "127.0.0.1:1," + sentinel.known() + "/" + MASTER;
  }

  /** What the Sentinel says of its primary. */
  public Object asked(String what) {
    return RedisCluster.ask(
        sentinel, new CommandArguments(Command.SENTINEL).add(what).add(MASTER));
  }

  /** Waits until the replica has all that the primary has: what it has not would go with the primary. */
  public void awaitInStep() {
    primary.client().set("after", "everything else");
    RedisCluster.await(() -> replica.client().exists("after"));
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
