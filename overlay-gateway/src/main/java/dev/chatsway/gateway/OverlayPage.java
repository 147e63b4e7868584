package dev.chatsway.gateway;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.util.ByteString;
import dev.chatsway.http.StaticAssets;
import java.util.List;

/**
 * The overlay's page for OBS, and its parts. Every response has to be revalidated ({@code no-cache}), so that OBS never
 * shows an old page.
 */
final class OverlayPage {

  private static final List<HttpHeader> HEADERS = List.of(
      RawHeader.create("Cache-Control", "no-cache"),
      RawHeader.create("Access-Control-Allow-Origin", "*"),
      RawHeader.create("X-Content-Type-Options", "nosniff"),
      RawHeader.create("Referrer-Policy", "no-referrer"),
      RawHeader.create(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; "
              + "base-uri 'none'; form-action 'none'"));

  private final StaticAssets assets;
  private final String build;

  /** Serves the page; {@code build} lets it notice an update of the server. */
  OverlayPage(String build) {
    this.assets = new StaticAssets(OverlayPage.class, "overlay/", HEADERS);
    this.build = build;
  }

  /** The page, with status 404 if the overlay id is unknown; the page says so itself. */
  HttpResponse html(boolean known, HttpRequest request) {
    ByteString html = ByteString.fromString(
        assets.bytes("index.html").orElseThrow().utf8String().replace("__BUILD__", build));
    return known
        ? assets.answer(ContentTypes.TEXT_HTML_UTF8, html, request)
        : HttpResponse.create()
            .withStatus(StatusCodes.NOT_FOUND)
            .withEntity(HttpEntities.create(ContentTypes.TEXT_HTML_UTF8, html))
            .addHeaders(HEADERS);
  }

  /** A part of the page. */
  HttpResponse asset(String name, HttpRequest request) {
    return assets.answer(name, request).orElseGet(OverlayPage::noAsset);
  }

  /** Plain text, because anything under {@code /overlay} may be shown on a stream. */
  static HttpResponse noAsset() {
    return HttpResponse.create()
        .withStatus(StatusCodes.NOT_FOUND)
        .withEntity(HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, "Not found"))
        .addHeaders(HEADERS);
  }
}
