package dev.chatsway.gateway;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import dev.chatsway.http.JsonResponses;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The page that a streamer pastes into OBS, and what it is made of. Every answer has to be asked for anew ({@code no-cache}),
 * which costs a 304 while the build is the same, so that OBS never shows last month's page.
 */
final class OverlayPage {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][A-Za-z0-9.-]*\\.[a-z0-9]+");
  private static final Map<String, ContentType> TYPES = Map.of(
      "js", MediaTypes.APPLICATION_JAVASCRIPT.toContentType(HttpCharsets.UTF_8),
      "css", ContentTypes.create(MediaTypes.TEXT_CSS, HttpCharsets.UTF_8),
      "svg", MediaTypes.IMAGE_SVG_XML.toContentType(),
      "txt", ContentTypes.TEXT_PLAIN_UTF8,
      "woff2", MediaTypes.FONT_WOFF_2.toContentType());
  private static final List<HttpHeader> HEADERS = List.of(
      RawHeader.create("Cache-Control", "no-cache"),
      RawHeader.create("Access-Control-Allow-Origin", "*"),
      RawHeader.create("X-Content-Type-Options", "nosniff"),
      RawHeader.create("Referrer-Policy", "no-referrer"),
      RawHeader.create(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; "
              + "base-uri 'none'; form-action 'none'"));

  private final byte[] html;
  private final String etag;
  private final Map<String, Optional<byte[]>> assets =
      new ConcurrentHashMap<>(); // filled by names that exist only

  /** Reads the page; {@code build} tells it when the server has been updated. */
  OverlayPage(String build) {
    String source = new String(read("index.html").orElseThrow(), StandardCharsets.UTF_8);
    this.html = source.replace("__BUILD__", build).getBytes(StandardCharsets.UTF_8);
    this.etag = "\"" + build + "\"";
  }

  /** The page: 404 where its overlay id opens nothing, and it says so itself. */
  HttpResponse html(boolean known, HttpRequest request) {
    HttpResponse page = HttpResponse.create()
        .withStatus(known ? StatusCodes.OK : StatusCodes.NOT_FOUND)
        .withEntity(HttpEntities.create(ContentTypes.TEXT_HTML_UTF8, html))
        .addHeaders(HEADERS);
    return known ? unlessHeld(page, request) : page;
  }

  /** A part of the page. */
  HttpResponse asset(String name, HttpRequest request) {
    ContentType type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    Optional<byte[]> bytes =
        type == null || !NAME.matcher(name).matches() ? Optional.empty() : find(name);
    if (type == null || bytes.isEmpty()) {
      return JsonResponses.notFound("the overlay has no part " + name);
    }
    HttpResponse part = HttpResponse.create()
        .withEntity(HttpEntities.create(type, bytes.get()))
        .addHeaders(HEADERS);
    return unlessHeld(part, request);
  }

  /** 304 instead, to who has it of this build already. */
  private HttpResponse unlessHeld(HttpResponse answer, HttpRequest request) {
    boolean isHeld = request
        .getHeader("If-None-Match")
        .filter(header -> header.value().contains(etag))
        .isPresent();
    HttpResponse tagged = answer.addHeader(RawHeader.create("ETag", etag));
    return isHeld
        ? tagged.withEntity(HttpEntities.EMPTY).withStatus(StatusCodes.NOT_MODIFIED)
        : tagged;
  }

  private Optional<byte[]> find(String name) {
    Optional<byte[]> known = assets.get(name);
    if (known != null) {
      return known;
    }
    Optional<byte[]> read = read(name);
    if (read.isPresent()) {
      assets.put(name, read);
    }
    return read;
  }

  private static Optional<byte[]> read(String name) {
    try (InputStream in = OverlayPage.class.getResourceAsStream("overlay/" + name)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
