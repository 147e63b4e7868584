package dev.chatsway.gateway.studio;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.headers.RawHeader;
import dev.chatsway.http.JsonResponses;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A page of the studio, and the parts of them all. It holds nothing that is not public: all else it asks the session API for. */
public final class StudioPage {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z-]*\\.(js|css)");
  private static final Map<String, ContentType> TYPES = Map.of(
      "js", MediaTypes.APPLICATION_JAVASCRIPT.toContentType(HttpCharsets.UTF_8),
      "css", ContentTypes.create(MediaTypes.TEXT_CSS, HttpCharsets.UTF_8));
  private static final List<HttpHeader> HEADERS = List.of(
      RawHeader.create("Cache-Control", "no-cache"),
      RawHeader.create("X-Content-Type-Options", "nosniff"),
      RawHeader.create("Referrer-Policy", "no-referrer"),
      RawHeader.create("Cross-Origin-Opener-Policy", "same-origin"),
      RawHeader.create(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; "
              + "frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"));

  private final byte[] html;

  /** The page of this name. */
  public StudioPage(String name) {
    this.html = read(name);
    if (html.length == 0) {
      throw new IllegalArgumentException("the studio has no page " + name);
    }
  }

  /** The page itself. */
  public HttpResponse html() {
    return answer(ContentTypes.TEXT_HTML_UTF8, html);
  }

  HttpResponse asset(String name) {
    ContentType type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    byte[] bytes = NAME.matcher(name).matches() ? read(name) : new byte[0];
    return type == null || bytes.length == 0
        ? JsonResponses.notFound("the studio has no part " + name)
        : answer(type, bytes);
  }

  private static HttpResponse answer(ContentType type, byte[] bytes) {
    return HttpResponse.create().withEntity(HttpEntities.create(type, bytes)).addHeaders(HEADERS);
  }

  /** Empty if there is none of this name. */
  private static byte[] read(String name) {
    try (InputStream in = StudioPage.class.getResourceAsStream(name)) {
      return in == null ? new byte[0] : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
