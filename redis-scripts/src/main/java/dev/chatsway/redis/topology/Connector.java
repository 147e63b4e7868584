package dev.chatsway.redis.topology;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.SslOptions;

/**
 * Opens connections as a URL says: with its user, its database, its TLS.
 *
 * @param url whose login the Redis servers are given
 * @param sentinelPassword what the Sentinels are given; empty: nothing
 * @param connectTimeout how long a connection may take to come up
 * @param readTimeout how long a reply may take
 */
public record Connector(
    RedisUrl url, String sentinelPassword, Duration connectTimeout, Duration readTimeout) {

  /** A connection to a Redis server that is up and has said who it is; or a {@code JedisException}. */
  public Connection connect(HostAndPort server) {
    return connect(server, url.user(), url.password(), url.database());
  }

  /** The same to a Sentinel. */
  Connection connectSentinel(HostAndPort sentinel) {
    return connect(sentinel, null, sentinelPassword.isEmpty() ? null : sentinelPassword, 0);
  }

  private Connection connect(
      HostAndPort server, @Nullable String user, @Nullable String password, int database) {
    var config = DefaultJedisClientConfig.builder()
        .connectionTimeoutMillis(Math.toIntExact(connectTimeout.toMillis()))
        .socketTimeoutMillis(Math.toIntExact(readTimeout.toMillis()))
        .user(user)
        .password(password)
        .database(database)
        .clientName("chatsway")
        .resp2();
    if (url.tls()) {
      config.sslOptions(SslOptions.defaults());
    }
    var connection = new Connection(server, config.build());
    connection.connect();
    return connection;
  }

  /** Whom it connects to: nothing secret. */
  @Override
  public String toString() {
    return url.toString();
  }
}
