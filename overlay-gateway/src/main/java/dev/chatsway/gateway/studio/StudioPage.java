package dev.chatsway.gateway.studio;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.util.ByteString;
import dev.chatsway.http.JsonResponses;
import dev.chatsway.http.StaticAssets;
import java.util.List;

/**
 * A page of the studio, and the parts of all pages. It contains only public data; everything else it requests from the
 * session API.
 */
public final class StudioPage {

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src %s; "
          + "frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

  private final StaticAssets assets;
  private final String name;

  /**
   * Reads a page.
   *
   * @param name of its file
   * @param connectSources what its scripts may connect to: {@code connect-src} of its Content-Security-Policy
   * @throws IllegalArgumentException if there is no such page
   */
  public StudioPage(String name, String connectSources) {
    this.assets = new StaticAssets(StudioPage.class, "", headers(connectSources));
    this.name = name;
    html(); // must be there
  }

  private static List<HttpHeader> headers(String connectSources) {
    return List.of(
        RawHeader.create("Cache-Control", "no-cache"),
        RawHeader.create("X-Content-Type-Options", "nosniff"),
        RawHeader.create("Referrer-Policy", "no-referrer"),
        RawHeader.create("Cross-Origin-Opener-Policy", "same-origin"),
        RawHeader.create("Content-Security-Policy", POLICY.formatted(connectSources)));
  }

  private ByteString html() {
    return assets
        .bytes(name)
        .orElseThrow(() -> new IllegalArgumentException("the studio has no page " + name));
  }

  /** The page itself. */
  public HttpResponse html(HttpRequest request) {
    return assets.answer(ContentTypes.TEXT_HTML_UTF8, html(), request);
  }

  HttpResponse asset(String part, HttpRequest request) {
    return assets
        .answer(part, request)
        .orElseGet(() -> JsonResponses.notFound("the studio has no part " + part));
  }
}
