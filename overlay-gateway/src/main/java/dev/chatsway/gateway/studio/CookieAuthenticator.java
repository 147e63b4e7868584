package dev.chatsway.gateway.studio;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.headers.Cookie;
import akka.http.javadsl.model.headers.HttpCookiePair;
import dev.chatsway.session.Tokens;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

/**
 * The studio's cookie as a proof of who asks. What changes something has to come from our own pages as well: by its
 * {@code Origin}, and by a header that no other origin's page can set without being allowed to (OWASP's cheat sheet on
 * cross-site request forgery).
 */
public final class CookieAuthenticator {

  static final String HEADER = "X-Chatsway-Studio";

  private final StudioCookie cookie;
  private final Supplier<String> base;

  /** {@code base} is what the URLs that people use start with. */
  public CookieAuthenticator(StudioCookie cookie, Supplier<String> base) {
    this.cookie = cookie;
    this.base = base;
  }

  /** Who is signed in, if the request may do what it asks for; whoever sends a token does not mean the cookie. */
  public Optional<Principal> visitor(HttpRequest request) {
    boolean changes = !request.method().equals(HttpMethods.GET);
    if (request.getHeader("Authorization").isPresent() || (changes && !isFromOurPages(request))) {
      return Optional.empty();
    }
    return StreamSupport.stream(request.getHeaders().spliterator(), false)
        .filter(Cookie.class::isInstance)
        .map(Cookie.class::cast)
        .flatMap(header -> StreamSupport.stream(header.getCookies().spliterator(), false))
        .filter(pair -> pair.name().equals(StudioCookie.NAME))
        .map(HttpCookiePair::value)
        .findFirst()
        .flatMap(cookie::visitor);
  }

  /** Whether this owner's cookie was made with the owner token as it is now. */
  public boolean isGood(Principal.Owner owner, String ownerToken) {
    return Tokens.equal(cookie.mark(ownerToken), owner.mark());
  }

  /** Whether a request comes from a page of ours: from the host it was sent to, or from {@code PUBLIC_URL}. */
  boolean isFromOurPages(HttpRequest request) {
    Optional<String> host = value(request, "Host");
    Optional<String> publicly = authority(base.get());
    boolean isOurs = value(request, "Origin")
        .flatMap(CookieAuthenticator::authority)
        .filter(origin -> host.filter(origin::equals).isPresent()
            || publicly.filter(origin::equals).isPresent())
        .isPresent();
    return isOurs && request.getHeader(HEADER).isPresent();
  }

  /** What is wrong with a request that {@link #isFromOurPages} refuses, and what to set. */
  String whyNotFromOurPages(HttpRequest request) {
    if (request.getHeader(HEADER).isEmpty()) {
      return "only the studio's own page may ask for this: the header " + HEADER + " is missing";
    }
    return "the page is at %s and the request was for the host %s, but PUBLIC_URL is %s: set PUBLIC_URL to the address that"
            .formatted(
                value(request, "Origin").orElse("an unknown origin"),
                value(request, "Host").orElse("nothing"),
                base.get())
        + " browsers show, or let the proxy pass Host on unchanged";
  }

  private static Optional<String> value(HttpRequest request, String header) {
    return request.getHeader(header).map(HttpHeader::value);
  }

  private static Optional<String> authority(String url) {
    try {
      return Optional.ofNullable(URI.create(url).getRawAuthority());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
