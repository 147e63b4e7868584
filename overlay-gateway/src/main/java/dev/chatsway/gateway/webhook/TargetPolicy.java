package dev.chatsway.gateway.webhook;

import dev.chatsway.http.AddressRange;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which hosts may be sent to: the operator's choice ({@code WEBHOOK_TARGETS}). Public addresses are judged as they were
 * resolved for one connection, so a name that is moved to another address afterwards gains nothing by it.
 *
 * @param isPublicAllowed every public address
 * @param isLoopbackAllowed this machine
 * @param isAnyAllowed every address there is
 * @param hosts in lower case; allowed whatever their addresses are, since the operator named them
 */
record TargetPolicy(
    boolean isPublicAllowed, boolean isLoopbackAllowed, boolean isAnyAllowed, Set<String> hosts) {

  static final String ALLOWED = "off, or public, loopback, any and host names, separated by commas";

  /** What stands in the setting where the operator has said nothing. */
  static final String DEFAULT = "auto";

  private static final Pattern NAME = Pattern.compile("[a-z0-9.-]+");
  private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

  /** Not globally reachable, or not one host (the IANA special-purpose and multicast registries). */
  private static final List<AddressRange> NOT_PUBLIC_V4 = AddressRange.list(
      "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24"
          + " 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4");

  private static final AddressRange GLOBAL_V6 = AddressRange.parse("2000::/3");

  /** Within that: what carries an IPv4 address inside (Teredo, 6to4), and what is not one host's. */
  private static final List<AddressRange> NOT_PUBLIC_V6 =
      AddressRange.list("2001::/23 2001:db8::/32 2002::/16 3fff::/20");

  /** Reads the setting; {@link #DEFAULT} is public. Throws IllegalArgumentException at anything but {@link #ALLOWED}. */
  static TargetPolicy parse(String text) {
    var all = text.equals(DEFAULT) ? "public" : text.toLowerCase(Locale.ROOT);
    var words = new HashSet<>(List.of(COMMA.split(all, -1)));
    if (words.contains("off") ? words.size() > 1 : !words.stream().allMatch(TargetPolicy::isHost)) {
      throw new IllegalArgumentException(text);
    }
    var hosts = new HashSet<>(words);
    hosts.removeAll(Set.of("off", "public", "loopback", "any"));
    return new TargetPolicy(
        words.contains("public"),
        words.contains("loopback"),
        words.contains("any"),
        Set.copyOf(hosts));
  }

  private static boolean isHost(String word) {
    return NAME.matcher(word).matches() || AddressRange.address(word).isPresent();
  }

  /** Whether nothing may be sent at all. */
  boolean isOff() {
    return !isPublicAllowed && !isLoopbackAllowed && !isAnyAllowed && hosts.isEmpty();
  }

  /** The first of a host's addresses that may be connected to. */
  Optional<InetAddress> choose(String host, InetAddress[] addresses) {
    for (var address : addresses) {
      if (allows(host, address)) {
        return Optional.of(address);
      }
    }
    return Optional.empty();
  }

  /** Whether a host might be allowed, as far as can be said before its name is looked up. */
  boolean mayAllow(String host) {
    var literal = AddressRange.address(host);
    if (literal.isPresent()) {
      return allows(host, literal.get());
    }
    return isAnyAllowed
        || isPublicAllowed
        || isLoopbackAllowed
        || hosts.contains(host.toLowerCase(Locale.ROOT));
  }

  private boolean allows(String host, InetAddress address) {
    return isAnyAllowed
        || hosts.contains(host.toLowerCase(Locale.ROOT))
        || (isLoopbackAllowed && address.isLoopbackAddress())
        || (isPublicAllowed && isPublic(address));
  }

  /** One of an IPv4 address inside IPv6 ({@code ::ffff:0:0/96}) is an IPv4 address to the JDK already. */
  static boolean isPublic(InetAddress address) {
    return address.getAddress().length == 4
        ? !AddressRange.anyContains(NOT_PUBLIC_V4, address)
        : GLOBAL_V6.contains(address) && !AddressRange.anyContains(NOT_PUBLIC_V6, address);
  }

  /** As the setting has it. */
  String words() {
    var words = new ArrayList<String>();
    if (isPublicAllowed) {
      words.add("public");
    }
    if (isLoopbackAllowed) {
      words.add("loopback");
    }
    if (isAnyAllowed) {
      words.add("any");
    }
    hosts.stream().sorted().forEach(words::add);
    return words.isEmpty() ? "off" : String.join(", ", words);
  }
}
