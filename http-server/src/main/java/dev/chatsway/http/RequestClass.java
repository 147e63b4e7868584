package dev.chatsway.http;

import akka.http.javadsl.model.HttpRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request asks for, as far as limits go.
 *
 * @param kind what it costs
 * @param session the id or token of a session in its path, in lower case; for handshakes and ordinary requests only
 */
record RequestClass(Kind kind, Optional<String> session) {

  enum Kind {
    /** A WebSocket or a stream of events. */
    HANDSHAKE,
    /** A webhook: who sent it is known only when its signature has been looked at, and who signs pays nothing. */
    WEBHOOK,
    /** Asked for by the machine that watches us; answered from memory. */
    PROBE,
    /** A vote by link: always 200, since bots print anything else into chat. */
    VOTE_LINK,
    REQUEST
  }

  private static final Pattern OF_A_SESSION = Pattern.compile(
      "/(?:(?:ws/|sse/)?overlay|api/v1/overlays|api/v1/sessions|vote|deck)/(?!assets/)([^/]{1,100}).*");

  /** Of its path as routes read it, decoded: another spelling of the same path costs the same. */
  static RequestClass of(HttpRequest request) {
    return of("/" + String.join("/", request.getUri().pathSegments()));
  }

  /** Whether a request is that of a machine that watches this one: a health check, or a scrape of the metrics. */
  static boolean isWatching(HttpRequest request) {
    var segments = request.getUri().pathSegments().iterator();
    var first = segments.hasNext() ? segments.next() : "";
    return first.equals("health") || first.equals("metrics");
  }

  static RequestClass of(String path) {
    Kind kind = kind(path);
    if (kind == Kind.WEBHOOK || kind == Kind.PROBE) {
      return new RequestClass(kind, Optional.empty());
    }
    Matcher matcher = OF_A_SESSION.matcher(path);
    return new RequestClass(
        kind,
        matcher.matches()
            ? Optional.of(matcher.group(1).toLowerCase(Locale.ROOT))
            : Optional.empty());
  }

  private static Kind kind(String path) {
    if (path.startsWith("/webhooks/")) {
      return Kind.WEBHOOK;
    }
    if (path.startsWith("/ws/") || path.startsWith("/sse/")) {
      return Kind.HANDSHAKE;
    }
    if (path.startsWith("/vote/")) {
      return Kind.VOTE_LINK;
    }
    return path.startsWith("/health/") ? Kind.PROBE : Kind.REQUEST;
  }
}
