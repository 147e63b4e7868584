package dev.chatsway.redis.topology;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.SslOptions;

/**
 * Opens connections as the URL specifies: with its user, database and TLS.
 *
 * @param url its user and password are for the Redis servers
 * @param sentinelPassword the password of the Sentinels; empty for none
 * @param connectTimeout how long connecting may take
 * @param readTimeout how long a reply may take
 */
public record Connector(
    RedisUrl url, String sentinelPassword, Duration connectTimeout, Duration readTimeout) {

  /** Connects to a Redis server and logs in; throws {@code JedisException}. */
  public Connection connect(HostAndPort server) {
    return connect(server, url.user(), url.password(), url.database());
  }

  /** Connects likewise; once tracking is enabled, the server reports changed keys to {@code changed}. */
  public TrackingConnection connectTracking(
      HostAndPort server, Consumer<@Nullable List<?>> changed) {
    var connection = new TrackingConnection(
        server, config(url.user(), url.password(), url.database()).resp3().build(), changed);
    connection.connect();
    return connection;
  }

  /** Connects to a Sentinel. */
  Connection connectSentinel(HostAndPort sentinel) {
    return connect(sentinel, null, sentinelPassword.isEmpty() ? null : sentinelPassword, 0);
  }

  private Connection connect(
      HostAndPort server, @Nullable String user, @Nullable String password, int database) {
    var connection =
        new Connection(server, config(user, password, database).resp2().build());
    connection.connect();
    return connection;
  }

  private DefaultJedisClientConfig.Builder config(
      @Nullable String user, @Nullable String password, int database) {
    var config = DefaultJedisClientConfig.builder()
        .connectionTimeoutMillis(Math.toIntExact(connectTimeout.toMillis()))
        .socketTimeoutMillis(Math.toIntExact(readTimeout.toMillis()))
        .user(user)
        .password(password)
        .database(database)
        .clientName("chatsway");
    return url.tls() ? config.sslOptions(SslOptions.defaults()) : config;
  }

  /** Contains the servers but no secrets. */
  @Override
  public String toString() {
    return url.toString();
  }
}
