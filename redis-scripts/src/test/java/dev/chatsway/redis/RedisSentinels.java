package dev.chatsway.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/** A primary, its replicas and Sentinels that fail over within seconds: real ones, of a test's own. */
public final class RedisSentinels implements AutoCloseable {

  private static final String MASTER = "bars";

  private final String uriStart;
  private final RedisServer primary;
  private final List<RedisServer> replicas;
  private final List<RedisServer> sentinels;

  private RedisSentinels(
      String uriStart,
      RedisServer primary,
      List<RedisServer> replicas,
      List<RedisServer> sentinels) {
    this.uriStart = uriStart;
    this.primary = primary;
    this.replicas = replicas;
    this.sentinels = sentinels;
  }

  /** Starts a primary, a replica and one Sentinel, and returns when it knows a replica that is in step. */
  public static RedisSentinels start() {
    return start(1, 1);
  }

  /** Starts more of them; {@code options} are those of the Redis servers. */
  static RedisSentinels start(int sentinels, int replicas, String... options) {
    RedisServer primary = RedisServer.start(RedisServer.freePort(), List.of(options));
    var following = new ArrayList<>(List.of(options));
    following.addAll(List.of("--replicaof", place(primary)));
    return started(
        "redis+sentinel://",
        primary,
        Stream.generate(() -> RedisServer.start(RedisServer.freePort(), following))
            .limit(replicas)
            .toList(),
        Stream.generate(() -> List.of(configuration(primary, sentinels / 2 + 1, ""), "--sentinel"))
            .limit(sentinels)
            .toList());
  }

  /** A primary, a replica and three Sentinels, where the two servers want a password. */
  public static RedisSentinels start(String password) {
    var options = List.of("--requirepass", password, "--masterauth", password);
    RedisServer primary = RedisServer.start(RedisServer.freePort(), options);
    RedisServer replica = RedisServer.start(
        RedisServer.freePort(),
        Stream.concat(options.stream(), Stream.of("--replicaof", place(primary)))
            .toList());
    String pass = "sentinel auth-pass bars " + password;
    return started(
        "redis+sentinel://:" + password + "@",
        primary,
        List.of(replica),
        Stream.generate(() -> List.of(configuration(primary, 2, pass), "--sentinel"))
            .limit(3)
            .toList());
  }

  /** The same by TLS, to their clients and between them, with a user, and with a Sentinel that wants a password. */
  static RedisSentinels startSecured() {
    RedisServer primary = SecuredRedis.start();
    RedisServer replica = SecuredRedis.start("--replicaof", place(primary));
    String password = "sentinel auth-pass bars \"" + SecuredRedis.PASSWORD + "\"";
    var options = new ArrayList<>(List.of(configuration(primary, 1, password), "--sentinel"));
    options.addAll(SecuredRedis.options());
    return started(
        "rediss+sentinel://" + SecuredRedis.LOGIN, primary, List.of(replica), List.of(options));
  }

  private static RedisSentinels started(
      String uriStart,
      RedisServer primary,
      List<RedisServer> replicas,
      List<List<String>> sentinels) {
    var all = new RedisSentinels(
        uriStart,
        primary,
        replicas,
        sentinels.stream()
            .map(options -> RedisServer.start(RedisServer.freePort(), options))
            .toList());
    replicas.forEach(replica -> RedisCluster.await(
        () -> RedisCluster.replication(replica).contains("master_link_status:up")));
    all.sentinels.forEach(sentinel -> RedisCluster.await(() -> all.isReady(sentinel)));
    return all;
  }

  private boolean isReady(RedisServer sentinel) {
    return ask(sentinel, "REPLICAS") instanceof List<?> known
        && known.size() == replicas.size()
        && known.stream().allMatch(replica -> fields(replica).contains("ok"))
        && ask(sentinel, "SENTINELS") instanceof List<?> others
        && others.size() == sentinels.size() - 1;
  }

  private static List<String> fields(Object replica) {
    return ((List<?>) replica).stream().map(Reply::text).toList();
  }

  /** Host and port, as Redis's own configuration wants them. */
  private static String place(RedisServer server) {
    return server.known().getHost() + " " + server.known().getPort();
  }

  private static String configuration(RedisServer primary, int quorum, String more) {
    try {
      Path folder = RedisServer.folder("chatsway-sentinel");
      return Files.writeString(folder.resolve("sentinel.conf"), """
              sentinel monitor bars %s %s
              sentinel down-after-milliseconds bars 500
              sentinel failover-timeout bars 3000
              %s
              """.formatted(
                  place(primary), String.valueOf(quorum), more))
          .toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For {@code chatsway.redis.url}; the first Sentinel is none. */
  public String uri() {
    return sentinels.stream()
        .map(sentinel -> sentinel.known().toString())
        .collect(Collectors.joining(",", uriStart + "127.0.0.1:1,", "/" + MASTER));
  }

  /** The same with every Sentinel, and only those. */
  public String uriOfAll() {
    return uri().replace("127.0.0.1:1,", "");
  }

  /** The servers that hold data. */
  public List<RedisServer> servers() {
    return Stream.concat(Stream.of(primary), replicas.stream()).toList();
  }

  /** What the last Sentinel says of its primary. */
  public Object asked(String what) {
    return ask(sentinels.get(sentinels.size() - 1), what);
  }

  private static Object ask(RedisServer sentinel, String what) {
    return RedisCluster.ask(
        sentinel, new CommandArguments(Command.SENTINEL).add(what).add(MASTER));
  }

  /** Waits until the replica has all that the primary has: what it has not would go with the primary. */
  public void awaitInStep() {
    primary.client().set("after", "everything else");
    RedisCluster.await(() -> replica().client().exists("after"));
  }

  /** Makes the replica the primary and the primary a replica that has lost it, cutting off nobody's connections. */
  public void demote() {
    String port = String.valueOf(replica().address().getPort());
    RedisCluster.ask(
        replica(), new CommandArguments(Command.REPLICAOF).add("NO").add("ONE"));
    asked("REMOVE");
    RedisCluster.ask(
        sentinels.get(0),
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

  /** The first replica, as it was at the start. */
  public RedisServer replica() {
    return replicas.get(0);
  }

  @Override
  public void close() {
    sentinels.forEach(RedisServer::close);
    replicas.forEach(RedisServer::close);
    primary.close();
  }
}
