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
 * @param name without its prefix
 * @param sameSite {@code Strict}, or {@code Lax} for one that must come with a browser that another site redirects here
 * @param path the path under which the browser sends it
 * @param secure whether it is sent over https only
 */
record StudioCookie(String name, String sameSite, String path, boolean secure) {

  static final String NAME = "chatsway-studio";

  /** Binds a sign-in that is on its way to the browser that began it. */
  static final String ATTEMPT = "chatsway-sign-in";

  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{32}");

  /** A browser can be made to send many cookies with the same name and different paths. */
  private static final int MOST = 4;

  /** The cookie of a page at {@code origin}; {@code base} is the public URL with its path. */
  static StudioCookie at(String origin, String base) {
    boolean isPublic = base.equals(origin) || base.startsWith(origin + "/");
    return new StudioCookie(
        NAME,
        "Strict",
        isPublic && base.length() > origin.length() ? base.substring(origin.length()) : "/",
        origin.startsWith("https:"));
  }

  /** The cookie of the same page for an attempt to sign in. */
  StudioCookie attempt() {
    return new StudioCookie(ATTEMPT, "Lax", path, secure);
  }

  /** The secrets in a request's cookies, not verified. If there is a prefixed cookie, others are ignored. */
  static List<String> secrets(HttpRequest request) {
    return secrets(request, NAME);
  }

  /** The same of attempts to sign in. */
  static List<String> attempts(HttpRequest request) {
    return secrets(request, ATTEMPT);
  }

  private static List<String> secrets(HttpRequest request, String name) {
    var prefixed = List.of("__Host-" + name, "__Secure-" + name);
    List<HttpCookiePair> all = StreamSupport.stream(request.getHeaders().spliterator(), false)
        .filter(Cookie.class::isInstance)
        .map(Cookie.class::cast)
        .flatMap(header -> StreamSupport.stream(header.getCookies().spliterator(), false))
        .toList();
    boolean isPrefixed = all.stream().anyMatch(pair -> prefixed.contains(pair.name()));
    return all.stream()
        .filter(
            pair -> isPrefixed ? prefixed.contains(pair.name()) : pair.name().equals(name))
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
    return "%s=%s; Path=%s; Max-Age=%s; HttpOnly; SameSite=%s%s"
        .formatted(prefix + name, value, path, seconds, sameSite, secure ? "; Secure" : "");
  }
}
