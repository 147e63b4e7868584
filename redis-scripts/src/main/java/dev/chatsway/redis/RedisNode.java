package dev.chatsway.redis;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * One Redis server, as {@code redis://user:password@host:port/database} or {@code rediss://…} names it.
 *
 * @param host name or address
 * @param port 1 to 65535
 * @param user ACL user, or null for the default one
 * @param password or null
 * @param database 0 unless the URL's path says otherwise
 * @param tls whether the scheme was {@code rediss}
 */
public record RedisNode(
    String host,
    int port,
    @Nullable String user,
    @Nullable String password,
    int database,
    boolean tls) {

  private static final String FORMS = "redis://user:password@host:port/database, rediss:// for TLS";

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException naming {@code REDIS_URL}; the password is not repeated
   */
  public static RedisNode parse(String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw refused("not a URL (" + e.getReason() + ")", e);
    }
    if (!"redis".equals(uri.getScheme()) && !"rediss".equals(uri.getScheme())) {
      throw refused("scheme " + uri.getScheme(), null);
    }
    if (uri.getHost() == null) {
      throw refused("no host", null);
    }
    int database;
    try {
      database = JedisURIHelper.hasDbIndex(uri) ? JedisURIHelper.getDBIndex(uri) : 0;
    } catch (NumberFormatException e) {
      throw refused("database " + uri.getPath(), e);
    }
    return new RedisNode(
        uri.getHost(),
        uri.getPort() < 0 ? 6379 : uri.getPort(),
        JedisURIHelper.getUser(uri),
        JedisURIHelper.getPassword(uri),
        database,
        "rediss".equals(uri.getScheme()));
  }

  private static IllegalArgumentException refused(String why, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "chatsway.redis.url (REDIS_URL): " + why + "; allowed: " + FORMS, cause);
  }

  /** A connection that is up, has said who it is and chosen its database; or a {@code JedisException}. */
  Connection connect(RedisSettings settings) {
    var config = DefaultJedisClientConfig.builder()
        .connectionTimeoutMillis(Math.toIntExact(settings.connectTimeout().toMillis()))
        .socketTimeoutMillis(Math.toIntExact(settings.readTimeout().toMillis()))
        .user(user)
        .password(password)
        .database(database)
        .clientName("chatsway")
        .resp2();
    if (tls) {
      config.sslOptions(SslOptions.defaults());
    }
    var connection = new Connection(new HostAndPort(host, port), config.build());
    connection.connect();
    return connection;
  }

  /** Host and port only: nothing secret. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
