package dev.chatsway.http;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks the {@code Host} of requests. Any site can have its own domain name resolve to this server (DNS rebinding),
 * and its pages could then read everything that this server's pages may. So a name with dots has to be known; an
 * address, a single-label name, {@code localhost} and its subdomains cannot belong to such a site.
 */
final class HostPolicy {

  private static final Pattern PORT = Pattern.compile(":\\d*$");
  private static final Pattern ADDRESS = Pattern.compile("\\d+(\\.\\d+){3}|\\[[0-9a-f:.%]+\\]");

  private final Set<String> known = new HashSet<>();

  /** Knows the hosts of the settings and that of {@code publicUrl}, which may be empty. */
  HostPolicy(Set<String> allowed, String publicUrl) {
    allowed.forEach(host -> known.add(host.toLowerCase(Locale.ROOT)));
    int scheme = publicUrl.indexOf("://");
    if (scheme >= 0) {
      known.add(nameOf(publicUrl.substring(scheme + 3).split("[/?#]", 2)[0]));
    }
  }

  /** The host of a request if it is unknown; empty if the request may be answered. */
  Optional<String> unknown(HttpRequest request) {
    return request.getHeader("Host").map(HttpHeader::value).filter(host -> !isKnown(nameOf(host)));
  }

  private boolean isKnown(String name) {
    return name.indexOf('.') < 0
        || name.endsWith(".localhost")
        || ADDRESS.matcher(name).matches()
        || known.contains(name);
  }

  private static String nameOf(String authority) {
    String name = PORT.matcher(authority.strip().toLowerCase(Locale.ROOT)).replaceFirst("");
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }
}
