package dev.chatsway.http;

import akka.http.javadsl.model.HttpRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The class of a request for rate limits.
 *
 * @param kind which limits it counts against
 * @param session the id or token of a session in its path, in lower case; for handshakes and ordinary requests only
 */
record RequestClass(Kind kind, Optional<String> session) {

  enum Kind {
    /** A WebSocket or a stream of events. */
    HANDSHAKE,
    /** A webhook: its sender is known only once its signature is verified; valid ones are not limited. */
    WEBHOOK,
    /** A health check by a load balancer; answered from memory. */
    PROBE,
    /** A vote by link: always answered 200, because bots print anything else into chat. */
    VOTE_LINK,
    REQUEST
  }

  private static final Pattern OF_A_SESSION = Pattern.compile(
      "/(?:(?:ws/|sse/)?overlay|api/v1/overlays|api/v1/sessions|vote|deck)/(?!assets/|live$)([^/]{1,100}).*");

  /** Classifies by the decoded path, as routes see it, so that another spelling of the same path counts the same. */
  static RequestClass of(HttpRequest request) {
    return of("/" + String.join("/", request.getUri().pathSegments()));
  }

  /** Whether a request is from monitoring: a health check, or a scrape of the metrics. */
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
