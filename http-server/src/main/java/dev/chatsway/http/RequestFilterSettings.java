package dev.chatsway.http;

import com.typesafe.config.Config;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The settings of {@link RequestFilter} ({@code chatsway.gateway} in {@code reference.conf}; docs/adr/0015-limits.md).
 *
 * @param trustedProxies proxies whose {@code X-Forwarded-For} is trusted
 * @param allowedOrigins origins whose pages may open WebSockets and event streams; empty for all
 * @param allowedHosts additional host names, besides those that {@link HostPolicy} knows
 * @param exempt addresses without limits
 * @param remembered how many addresses, and how many sessions, are tracked
 * @param socketsPerAddress maximum connections per address
 * @param requests of an address
 * @param handshakes of an address
 * @param failures of an address: responses to an invalid token, signature or id
 * @param sessionRequests with the id or the token of one session
 * @param sessionHandshakes with the overlay id of one session
 */
public record RequestFilterSettings(
    List<AddressRange> trustedProxies,
    Set<String> allowedOrigins,
    Set<String> allowedHosts,
    List<AddressRange> exempt,
    int remembered,
    int socketsPerAddress,
    Rate requests,
    Rate handshakes,
    Rate failures,
    Rate sessionRequests,
    Rate sessionHandshakes) {

  private static final String PATH = "chatsway.gateway";

  /** Checks every range. */
  public RequestFilterSettings {
    within("limits.remembered", remembered, 1, 10_000_000);
    within("limits.sockets-per-address", socketsPerAddress, 1, 1_000_000);
    within("limits.requests", requests);
    within("limits.handshakes", handshakes);
    within("limits.failures", failures);
    within("limits.session-requests", sessionRequests);
    within("limits.session-handshakes", sessionHandshakes);
  }

  /**
   * Reads {@code chatsway.gateway}.
   *
   * @throws IllegalArgumentException naming the key, the value and what is allowed
   */
  public static RequestFilterSettings from(Config root) {
    Config config = root.getConfig(PATH);
    return new RequestFilterSettings(
        ranges(config, "trusted-proxies"),
        origins(config.getString("allowed-origins")),
        hosts(config.getString("allowed-hosts")),
        ranges(config, "limits.exempt"),
        config.getInt("limits.remembered"),
        config.getInt("limits.sockets-per-address"),
        rate(config, "limits.requests"),
        rate(config, "limits.handshakes"),
        rate(config, "limits.failures"),
        rate(config, "limits.session-requests"),
        rate(config, "limits.session-handshakes"));
  }

  private static List<AddressRange> ranges(Config config, String key) {
    String sent = config.getString(key);
    try {
      return AddressRange.list(sent);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          PATH + "." + key + ": \"" + sent
              + "\"; allowed: addresses and ranges such as 10.0.0.0/8, separated by commas",
          e);
    }
  }

  private static Set<String> hosts(String sent) {
    var hosts = new TreeSet<String>();
    for (String each : sent.strip().split("[,\\s]+", -1)) {
      if (!each.matches("[A-Za-z0-9._-]*")) {
        throw new IllegalArgumentException(
            PATH + ".allowed-hosts: \"" + each
                + "\"; allowed: host names without a port, such as votes.example.com, separated by commas");
      }
      if (!each.isEmpty()) {
        hosts.add(each);
      }
    }
    return hosts;
  }

  private static Set<String> origins(String sent) {
    var origins = new TreeSet<String>();
    for (String each : sent.strip().split("[,\\s]+", -1)) {
      if (!each.isEmpty() && !each.equals("null") && !each.matches("[a-z][a-z0-9+.-]*://[^/]*")) {
        throw new IllegalArgumentException(PATH + ".allowed-origins: \"" + each
            + "\"; allowed: origins such as https://example.com, or null, separated by commas");
      }
      if (!each.isEmpty()) {
        origins.add(each);
      }
    }
    return Set.copyOf(origins);
  }

  private static Rate rate(Config config, String key) {
    return new Rate(config.getInt(key + ".burst"), config.getInt(key + ".per-minute"));
  }

  private static void within(String key, Rate rate) {
    within(key + ".burst", rate.burst(), 1, 100_000_000);
    within(key + ".per-minute", rate.perMinute(), 1, 100_000_000);
  }

  private static void within(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          PATH + "." + key + ": " + value + " is not within " + least + " to " + most);
    }
  }
}
