package dev.chatsway.gateway.studio;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.headers.Cookie;
import akka.http.javadsl.model.headers.HttpCookiePair;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * The cookie of the studio, whose value is the secret of a sign-in. Over https its name begins with {@code __Host-}, or
 * with {@code __Secure-} if the studio is under a path of its host: neither can be planted without https (RFC 6265bis,
 * section 4.1.3).
 *
 * @param path the path under which the browser sends it
 * @param secure whether it is sent over https only
 */
record StudioCookie(String path, boolean secure) {

  static final String NAME = "chatsway-studio";

  private static final List<String> PREFIXED = List.of("__Host-" + NAME, "__Secure-" + NAME);
  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{32}");

  /** A browser can be made to send many cookies with the same name and different paths. */
  private static final int MOST = 4;

  /** The cookie of a page at {@code origin}; {@code base} is the public URL with its path. */
  static StudioCookie at(String origin, String base) {
    boolean isPublic = base.equals(origin) || base.startsWith(origin + "/");
    return new StudioCookie(
        isPublic && base.length() > origin.length() ? base.substring(origin.length()) : "/",
        origin.startsWith("https:"));
  }

  /** The secrets in a request's cookies, not verified. If there is a prefixed cookie, others are ignored. */
  static List<String> secrets(HttpRequest request) {
    List<HttpCookiePair> all = StreamSupport.stream(request.getHeaders().spliterator(), false)
        .filter(Cookie.class::isInstance)
        .map(Cookie.class::cast)
        .flatMap(header -> StreamSupport.stream(header.getCookies().spliterator(), false))
        .toList();
    boolean isPrefixed = all.stream().anyMatch(pair -> PREFIXED.contains(pair.name()));
    return all.stream()
        .filter(
            pair -> isPrefixed ? PREFIXED.contains(pair.name()) : pair.name().equals(NAME))
        .map(HttpCookiePair::value)
        .filter(value -> SECRET.matcher(value).matches())
        .limit(MOST)
        .toList();
  }

  /** The {@code Set-Cookie} value that gives the browser a sign-in's secret. */
  String signIn(String secret, Duration lifetime) {
    return header(secret, lifetime.toSeconds());
  }

  /** The {@code Set-Cookie} value that removes it. */
  String signOut() {
    return header("", 0);
  }

  private String header(String value, long seconds) {
    String prefix = !secure ? "" : path.equals("/") ? "__Host-" : "__Secure-";
    return "%s=%s; Path=%s; Max-Age=%s; HttpOnly; SameSite=Strict%s"
        .formatted(prefix + NAME, value, path, seconds, secure ? "; Secure" : "");
  }
}
