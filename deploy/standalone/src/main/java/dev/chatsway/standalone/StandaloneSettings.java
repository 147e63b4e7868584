package dev.chatsway.standalone;

import com.typesafe.config.Config;
import dev.chatsway.http.AddressRange;
import dev.chatsway.session.config.ConfigReader;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What one instance is started with. The other modules read their own keys.
 *
 * @param host where to listen: a host name or an address
 * @param port 0 to 65535; 0: any free one
 * @param adminPort where the session API, the studio and the metrics are, if not on {@code port}
 * @param publicUrl what returned URLs start with, without a slash at its end; empty: where it listens
 * @param redisUrl the Redis to use, maybe with a password; empty: one of our own
 * @param roles at least one
 * @param warmUp how long the instance asks itself before it is ready
 * @param data the folder of our own Redis
 * @param redisServer the redis-server or valkey-server to run in place of the shipped one; empty: the newest there is
 * @param adminToken at least 32 characters; empty only with the embedded Redis: the token is then kept in the data folder
 * @param secondAdminToken accepted as well, for a rotation; empty: none
 * @param voterKey what ids of voters and messages are hashed with; empty: the admin token
 */
public record StandaloneSettings(
    String host,
    int port,
    OptionalInt adminPort,
    String publicUrl,
    String redisUrl,
    Set<Role> roles,
    Duration warmUp,
    Path data,
    String redisServer,
    String adminToken,
    String secondAdminToken,
    String voterKey) {

  /** What cannot be guessed at the rate that the limits of requests allow. */
  private static final int LEAST_TOKEN = 32;

  private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "::", "[::]");
  private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(60);
  /** It stands in cookies and headers, and is compared with what browsers send: none of its characters may mean more there. */
  private static final Pattern PUBLIC_PATH =
      Pattern.compile("(/(?!\\.\\.?(/|$))[A-Za-z0-9._~%-]+)*/*");

  private static final String ADMIN_PORTS =
      "a whole number from 1 to 65535 other than the port, or empty";

  /** Throws IllegalArgumentException that names the setting, what was sent and what is allowed; never a secret. */
  public StandaloneSettings {
    if (host.isBlank()) {
      throw Setting.HOST.refuse(host, "a host name or an address of this machine");
    }
    if (port < 0 || port > 65535) {
      throw Setting.PORT.refuse(port, "a whole number from 0 to 65535");
    }
    if (adminPort.isPresent()
        && (adminPort.getAsInt() < 1
            || adminPort.getAsInt() > 65535
            || adminPort.getAsInt() == port)) {
      throw Setting.ADMIN_PORT.refuse(adminPort.getAsInt(), ADMIN_PORTS);
    }
    if (!publicUrl.isEmpty()) {
      publicUrl = checkedPublicUrl(publicUrl);
    }
    if (roles.isEmpty()) {
      throw Setting.CHATSWAY_ROLES.refuse(
          "", "gateway, ingest, chat, or several of them separated by commas");
    }
    if (adminToken.isEmpty() && !redisUrl.isEmpty()) {
      throw new IllegalArgumentException(
          Setting.CHATSWAY_ADMIN_TOKEN
              + " is not set, but REDIS_URL is; allowed: one token, the same for every instance on that Redis");
    }
    checkSecret(Setting.CHATSWAY_ADMIN_TOKEN, adminToken);
    checkSecret(Setting.CHATSWAY_SECOND_ADMIN_TOKEN, secondAdminToken);
    checkSecret(Setting.CHATSWAY_VOTER_KEY, voterKey);
  }

  private static void checkSecret(Setting setting, String secret) {
    if (!secret.isEmpty()
        && (secret.length() < LEAST_TOKEN || !secret.chars().allMatch(c -> c > ' ' && c < 127))) {
      throw setting.refuse(
          "(" + secret.length() + " characters)",
          "at least " + LEAST_TOKEN
              + " ASCII characters without white space, such as openssl rand -hex 32 prints");
    }
  }

  private static String checkedPublicUrl(String url) {
    var allowed =
        "an absolute http or https URL without query and fragment, such as https://bar.example.com or https://example.com/bar";
    try {
      var uri = URI.create(url);
      var isHttp =
          "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      if (isHttp
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null
          && PUBLIC_PATH.matcher(uri.getRawPath()).matches()) {
        return origin(uri) + uri.getRawPath().replaceFirst("/+$", "");
      }
    } catch (IllegalArgumentException e) {
      throw (IllegalArgumentException) Setting.PUBLIC_URL.refuse(url, allowed).initCause(e);
    }
    throw Setting.PUBLIC_URL.refuse(url, allowed);
  }

  /** Of a URL, as browsers send it: in lower case, and without the port that its scheme implies (RFC 6454, section 6.1). */
  private static String origin(URI url) {
    var scheme = url.getScheme().toLowerCase(Locale.ROOT);
    var isImplied = url.getPort() < 0 || url.getPort() == (scheme.equals("https") ? 443 : 80);
    return scheme + "://" + url.getHost().toLowerCase(Locale.ROOT)
        + (isImplied ? "" : ":" + url.getPort());
  }

  /** From the keys of this module's reference.conf; throws as the constructor does. */
  public static StandaloneSettings from(Config config) {
    return new StandaloneSettings(
        Setting.HOST.in(config),
        port(Setting.PORT.in(config)),
        adminPort(Setting.ADMIN_PORT.in(config)),
        Setting.PUBLIC_URL.in(config),
        Setting.REDIS_URL.in(config),
        roles(Setting.CHATSWAY_ROLES.in(config)),
        ConfigReader.at(config, "chatsway").duration("warm-up", Duration.ZERO, LONGEST_WARM_UP),
        data(Setting.CHATSWAY_DATA.in(config)),
        Setting.CHATSWAY_REDIS_SERVER.in(config),
        Setting.CHATSWAY_ADMIN_TOKEN.in(config),
        Setting.CHATSWAY_SECOND_ADMIN_TOKEN.in(config),
        Setting.CHATSWAY_VOTER_KEY.in(config));
  }

  private static int port(String sent) {
    try {
      return Integer.parseInt(sent);
    } catch (NumberFormatException e) {
      throw (IllegalArgumentException)
          Setting.PORT.refuse(sent, "a whole number from 0 to 65535").initCause(e);
    }
  }

  private static OptionalInt adminPort(String sent) {
    try {
      return sent.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(sent));
    } catch (NumberFormatException e) {
      throw (IllegalArgumentException)
          Setting.ADMIN_PORT.refuse(sent, ADMIN_PORTS).initCause(e);
    }
  }

  private static Set<Role> roles(String sent) {
    try {
      return Role.parse(sent);
    } catch (IllegalArgumentException e) {
      throw (IllegalArgumentException) Setting.CHATSWAY_ROLES
          .refuse(sent, "gateway, ingest, chat, or several of them separated by commas")
          .initCause(e);
    }
  }

  private static Path data(String sent) {
    try {
      if (!sent.isBlank()) {
        return Path.of(sent);
      }
    } catch (InvalidPathException e) {
      throw (IllegalArgumentException)
          Setting.CHATSWAY_DATA.refuse(sent, "the path of a folder").initCause(e);
    }
    throw Setting.CHATSWAY_DATA.refuse(sent, "the path of a folder");
  }

  /** Whether it listens on every address of this machine. */
  boolean isOnEveryAddress() {
    return EVERY_ADDRESS.contains(host);
  }

  /** The host for connections from this machine: the wildcard address is not one to connect to. */
  String localHost() {
    return isOnEveryAddress() ? "127.0.0.1" : host;
  }

  /** Where its session API is to be asked from this machine, if {@code port} is what it really listens on. */
  int apiPort(int listening) {
    return adminPort.orElse(listening);
  }

  /** Whether this instance runs a Redis of its own. */
  public boolean hasEmbeddedRedis() {
    return redisUrl.isEmpty();
  }

  /** Whether it is one person's: a Redis of its own, reached from this machine alone, as far as the settings tell. */
  public boolean isOfOneMachine() {
    return hasEmbeddedRedis()
        && publicUrl.isEmpty()
        && (host.equals("localhost")
            || AddressRange.address(host).filter(InetAddress::isLoopbackAddress).isPresent());
  }

  @Override
  public String toString() {
    return "StandaloneSettings[" + host + ":" + port + ", roles " + roles
        + "]"; // neither token nor Redis URL
  }
}
