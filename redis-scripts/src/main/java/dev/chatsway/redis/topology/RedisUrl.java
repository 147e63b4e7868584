package dev.chatsway.redis.topology;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * The addresses of Redis in {@code REDIS_URL} (docs/interface.md, section 2).
 *
 * @param form what the hosts are
 * @param hosts at least one: the server, Sentinels, or some nodes of the cluster
 * @param master the name by which Sentinels know the primary; empty without Sentinels
 * @param user ACL user of the Redis servers, or null for the default one
 * @param password of that user, or null
 * @param database 0 unless the path of a single server's URL says otherwise
 * @param tls whether every connection uses TLS
 */
public record RedisUrl(
    Form form,
    List<HostAndPort> hosts,
    String master,
    @Nullable String user,
    @Nullable String password,
    int database,
    boolean tls) {

  /** What the hosts of a URL are. */
  public enum Form {
    STANDALONE,
    SENTINEL,
    CLUSTER
  }

  private static final Map<String, Form> SCHEMES =
      Map.of("", Form.STANDALONE, "+sentinel", Form.SENTINEL, "+cluster", Form.CLUSTER);
  private static final Pattern PARTS =
      Pattern.compile("([a-z+]+)://([^/?#\\s]*)(?:/([^/?#\\s]*))?");
  private static final Pattern HOST = Pattern.compile("[\\w.-]+|\\[[0-9A-Fa-f:.%]+]");
  private static final int PORT = 6379;
  private static final int SENTINEL_PORT = 26379;
  private static final String FORMS = "redis://user:password@host:port/database, "
      + "redis+sentinel://user:password@host:port,host:port/MASTER, "
      + "redis+cluster://user:password@host:port,host:port; rediss… for TLS";

  /**
   * Reads a URL; user and password may be percent-encoded.
   *
   * @throws IllegalArgumentException naming {@code REDIS_URL}; the password is not repeated
   */
  public static RedisUrl parse(String url) {
    Matcher parts = PARTS.matcher(url);
    if (!parts.matches()) {
      throw refused("not a URL", null);
    }
    String scheme = parts.group(1);
    boolean tls = scheme.startsWith("rediss");
    Form form = SCHEMES.get(scheme.replaceFirst("^rediss?", ""));
    if (!scheme.startsWith("redis") || form == null) {
      throw refused("scheme " + scheme, null);
    }
    String authority = parts.group(2);
    int at = authority.lastIndexOf('@');
    String[] login = authority.substring(0, Math.max(at, 0)).split(":", 2);
    if (at >= 0 && login.length < 2) {
      throw refused("a user without a password", null);
    }
    List<HostAndPort> hosts = Arrays.stream(authority.substring(at + 1).split(",", -1))
        .map(host -> host(host, form == Form.SENTINEL ? SENTINEL_PORT : PORT))
        .toList();
    if (form == Form.STANDALONE && hosts.size() > 1) {
      throw refused("more than one host", null);
    }
    String path = parts.group(3) == null ? "" : parts.group(3);
    if (form == Form.SENTINEL && path.isEmpty()) {
      throw refused("no name of the primary behind the Sentinels", null);
    }
    return new RedisUrl(
        form,
        hosts,
        form == Form.SENTINEL ? path : "",
        at < 0 || login[0].isEmpty() ? null : decoded(login[0]),
        at < 0 ? null : decoded(login[1]),
        form == Form.SENTINEL ? 0 : database(form, path),
        tls);
  }

  private static HostAndPort host(String text, int defaultPort) {
    int colon = text.endsWith("]") ? -1 : text.lastIndexOf(':');
    String host = colon < 0 ? text : text.substring(0, colon);
    if (!HOST.matcher(host).matches()) {
      throw refused(host.isEmpty() ? "no host" : "host " + host, null);
    }
    try {
      int port = colon < 0 ? defaultPort : Integer.parseInt(text.substring(colon + 1));
      if (port >= 1 && port <= 65_535) {
        return new HostAndPort(host.replaceAll("[\\[\\]]", ""), port);
      }
    } catch (NumberFormatException e) {
      throw refused("port of " + host, e);
    }
    throw refused("port of " + host, null);
  }

  private static int database(Form form, String path) {
    try {
      int database = path.isEmpty() ? 0 : Integer.parseInt(path);
      if (database == 0 || (form == Form.STANDALONE && database > 0)) {
        return database;
      }
    } catch (NumberFormatException e) {
      throw refused("database " + path, e);
    }
    throw refused("database " + path, null);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (
        IllegalArgumentException e) { // whose message repeats part of the password: it is no cause
      throw refused(
          "a % in user or password without two hexadecimal digits; write it as %25", null);
    }
  }

  private static IllegalArgumentException refused(String why, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "chatsway.redis.url (REDIS_URL): " + why + "; allowed: " + FORMS, cause);
  }

  /** Contains hosts and ports only, no secrets. */
  @Override
  public String toString() {
    return hosts.stream().map(HostAndPort::toString).collect(Collectors.joining(","));
  }
}
