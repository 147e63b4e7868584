package dev.chatsway.gateway.studio;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.redis.signin.Principal;
import dev.chatsway.redis.signin.SignIn;
import dev.chatsway.redis.signin.SignIns;
import dev.chatsway.session.Tokens;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Authenticates requests by the studio's cookie. Changes also have to come from the server's own pages: this is checked
 * by the {@code Origin}, and by a header that no other origin's page can set without permission (OWASP's cheat sheet on
 * cross-site request forgery). The header may name the page's sign-in: a cookie planted by another program on the same
 * host, which is possible because cookies ignore ports (RFC 6265, section 8.5), is then ignored.
 */
public final class CookieAuthenticator {

  static final String HEADER = "X-Chatsway-Studio";

  private static final Pattern SIGN_IN_ID = Pattern.compile("[0-9a-f]{32}");

  private final String adminToken;
  private final SignIns signIns;
  private final Sessions sessions;
  private final Accounts accounts;
  private final Supplier<String> base;

  /** {@code base} is the start of the public URLs. */
  public CookieAuthenticator(
      String adminToken,
      SignIns signIns,
      Sessions sessions,
      Accounts accounts,
      Supplier<String> base) {
    this.adminToken = adminToken;
    this.signIns = signIns;
    this.sessions = sessions;
    this.accounts = accounts;
    this.base = base;
  }

  /**
   * The sign-in of a request, if it has one and the request is permitted. A token in the request takes precedence over
   * the cookie.
   */
  public CompletionStage<Optional<SignIn>> signIn(HttpRequest request) {
    boolean changes = !request.method().equals(HttpMethods.GET);
    if (request.getHeader("Authorization").isPresent() || (changes && !isFromOurPages(request))) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    return firstGood(secrets(request));
  }

  /** Ends the sign-ins of a session whose owner token was replaced, or which was deleted. */
  public CompletionStage<?> endAll(UUID session) {
    return signIns.endAll(Principal.of(session));
  }

  /** A sign-in's fingerprint of its token: it is valid as long as that token and the admin token stay the same. */
  String mark(String token) {
    return Tokens.hash(adminToken + " " + token);
  }

  /** The valid sign-ins of the same principal, newest first. */
  CompletionStage<List<SignIn>> all(Principal principal) {
    return signIns
        .of(principal)
        .thenCombine(
            goodMark(principal),
            (all, mark) -> all.stream()
                .filter(each -> mark.filter(each.mark()::equals).isPresent())
                .toList());
  }

  private static List<String> secrets(HttpRequest request) {
    Optional<String> meant =
        value(request, HEADER).filter(id -> SIGN_IN_ID.matcher(id).matches());
    return StudioCookie.secrets(request).stream()
        .filter(secret -> meant.isEmpty() || meant.get().equals(Tokens.hash(secret)))
        .toList();
  }

  private CompletionStage<Optional<SignIn>> firstGood(List<String> secrets) {
    if (secrets.isEmpty()) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    return signIns
        .use(secrets.get(0))
        .thenCompose(this::ifGood)
        .thenCompose(found -> found.isPresent()
            ? CompletableFuture.completedStage(found)
            : firstGood(secrets.subList(1, secrets.size())));
  }

  private CompletionStage<Optional<SignIn>> ifGood(Optional<SignIn> found) {
    return found.isEmpty()
        ? CompletableFuture.completedStage(found)
        : goodMark(found.get().principal())
            .thenApply(mark ->
                found.filter(signIn -> mark.filter(signIn.mark()::equals).isPresent()));
  }

  /** The mark of a principal's current token; none if the session or account is gone, or may no longer sign in. */
  private CompletionStage<Optional<String>> goodMark(Principal principal) {
    if (principal.session() != null) {
      return sessions
          .find(principal.session())
          .thenApply(found -> found.map(each -> mark(each.ownerToken())));
    }
    return principal.owner() == null
        ? CompletableFuture.completedStage(Optional.of(mark(adminToken)))
        : accounts
            .find(principal.owner())
            .thenApply(
                found -> found.filter(each -> !each.suspended()).map(each -> mark(each.secret())));
  }

  /** Whether a request comes from the server's own page: from the host it was sent to, or from {@code PUBLIC_URL}. */
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

  /** The reason why {@link #isFromOurPages} refuses a request, and what to set. */
  String whyNotFromOurPages(HttpRequest request) {
    if (request.getHeader(HEADER).isEmpty()) {
      return "only the studio's own page may request this: the header " + HEADER + " is missing";
    }
    return "the page is at %s and the request was for the host %s, but PUBLIC_URL is %s: set PUBLIC_URL to the address that"
            .formatted(
                value(request, "Origin").orElse("an unknown origin"),
                value(request, "Host").orElse("nothing"),
                base.get())
        + " browsers show, or let the proxy pass Host on unchanged";
  }

  /** The cookie for the page that sent a request; requires {@link #isFromOurPages}. */
  StudioCookie cookie(HttpRequest request) {
    return StudioCookie.at(value(request, "Origin").orElse(""), base.get());
  }

  /** The cookie for the pages at the public address, wherever a request comes from. */
  StudioCookie publicCookie() {
    URI url = URI.create(base.get());
    return StudioCookie.at(url.getScheme() + "://" + url.getRawAuthority(), base.get());
  }

  /** Whether the page that sent a request is at the public address, the only one that Twitch sends browsers back to. */
  boolean isAtPublicUrl(HttpRequest request) {
    String origin = value(request, "Origin").orElse("");
    return base.get().equals(origin) || base.get().startsWith(origin + "/");
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
