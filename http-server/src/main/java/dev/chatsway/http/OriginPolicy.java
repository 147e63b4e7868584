package dev.chatsway.http;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whose pages may open WebSockets and event streams (RFC 6455, section 10.2): all, or those of a list, and
 * always the server's own. This protects users of browsers, which send the origin truthfully; other programs can send
 * any origin, or none.
 */
final class OriginPolicy {

  /** The origins of a local file: a browser's, and that of OBS, which serves it from a host of its own. */
  private static final Set<String> LOCAL_FILE = Set.of("null", "http://absolute");

  private final Set<String> allowed;

  /** An empty list allows all. {@code publicUrl} may be empty. */
  OriginPolicy(Set<String> allowed, String publicUrl) {
    var all = new HashSet<String>();
    allowed.forEach(each -> all.add(normal(each)));
    if (LOCAL_FILE.stream().anyMatch(all::contains)) {
      all.addAll(LOCAL_FILE);
    }
    if (!allowed.isEmpty() && !publicUrl.isEmpty()) {
      all.add(originOf(publicUrl));
    }
    this.allowed = Set.copyOf(all);
  }

  /** Whether this request may open a WebSocket or event stream. */
  boolean allow(HttpRequest request) {
    Optional<String> origin = value(request, "Origin").map(OriginPolicy::normal);
    return allowed.isEmpty()
        || origin.isEmpty()
        || allowed.contains(origin.get())
        || value(request, "Host").filter(host -> isAt(origin.get(), host)).isPresent();
  }

  private static boolean isAt(String origin, String host) {
    String at = "://" + normal(host);
    return origin.equals("http" + at) || origin.equals("https" + at);
  }

  private static Optional<String> value(HttpRequest request, String name) {
    return request.getHeader(name).map(HttpHeader::value);
  }

  private static String originOf(String url) {
    int path = url.indexOf('/', url.indexOf("://") + 3);
    return normal(path < 0 ? url : url.substring(0, path));
  }

  private static String normal(String origin) {
    return origin.strip().toLowerCase(Locale.ROOT);
  }
}
