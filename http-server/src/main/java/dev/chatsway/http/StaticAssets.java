package dev.chatsway.http;

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
import akka.util.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The files of one page, read once and shared by all answers, so that slow clients hold no copies. Their ETags depend
 * on the content, so that revalidation is answered 304 until they change. Files outside a jar are read at every
 * request, so that in development a reload shows changes.
 */
public final class StaticAssets {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][A-Za-z0-9.-]*\\.[a-z0-9]+");
  private static final Map<String, ContentType> TYPES = Map.of(
      "js", MediaTypes.APPLICATION_JAVASCRIPT.toContentType(HttpCharsets.UTF_8),
      "css", ContentTypes.create(MediaTypes.TEXT_CSS, HttpCharsets.UTF_8),
      "svg", MediaTypes.IMAGE_SVG_XML.toContentType(),
      "txt", ContentTypes.TEXT_PLAIN_UTF8,
      "woff2", MediaTypes.FONT_WOFF_2.toContentType());

  /** Content; permanent if it cannot change while this process runs. */
  private record Asset(ByteString bytes, String etag, boolean isLasting) {}

  private final Class<?> anchor;
  private final String folder;
  private final List<HttpHeader> headers;
  private final Map<String, Asset> read = new ConcurrentHashMap<>(); // files that exist only

  /**
   * Serves files beside a class.
   *
   * @param folder relative to the class, with a slash at the end, or empty
   * @param headers of every response
   */
  public StaticAssets(Class<?> anchor, String folder, List<HttpHeader> headers) {
    this.anchor = anchor;
    this.folder = folder;
    this.headers = List.copyOf(headers);
  }

  /** The file with this name, or 304 for a client that has it; empty if there is none. */
  public Optional<HttpResponse> answer(String name, HttpRequest request) {
    ContentType type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    return type == null ? Optional.empty() : asset(name).map(asset -> answer(type, asset, request));
  }

  /** A page made from one of the files, or 304 for a client that has it. */
  public HttpResponse answer(ContentType type, ByteString bytes, HttpRequest request) {
    return answer(type, new Asset(bytes, etag(bytes), false), request);
  }

  private HttpResponse answer(ContentType type, Asset asset, HttpRequest request) {
    HttpResponse tagged =
        HttpResponse.create().addHeaders(headers).addHeader(RawHeader.create("ETag", asset.etag()));
    return isHeld(request, asset.etag())
        ? tagged.withStatus(StatusCodes.NOT_MODIFIED)
        : tagged.withEntity(HttpEntities.create(type, asset.bytes()));
  }

  /** The bytes of a file; empty if there is none. */
  public Optional<ByteString> bytes(String name) {
    return asset(name).map(Asset::bytes);
  }

  private Optional<Asset> asset(String name) {
    Asset known = read.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Asset> found = NAME.matcher(name).matches() ? load(name) : Optional.empty();
    found.filter(Asset::isLasting).ifPresent(asset -> read.put(name, asset));
    return found;
  }

  private Optional<Asset> load(String name) {
    URL url = anchor.getResource(folder + name);
    if (url == null) {
      return Optional.empty();
    }
    try (InputStream in = url.openStream()) {
      ByteString bytes = ByteString.fromArrayUnsafe(in.readAllBytes());
      return Optional.of(new Asset(bytes, etag(bytes), !url.getProtocol().equals("file")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String etag(ByteString bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.toArrayUnsafe());
      return "\"" + HexFormat.of().formatHex(hash, 0, 8) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  /** {@code If-None-Match} on one or several lines (RFC 9110, section 13.1.2); {@code *} is any file that exists. */
  private static boolean isHeld(HttpRequest request, String etag) {
    for (HttpHeader header : request.getHeaders()) {
      if (header.is("if-none-match")
          && (header.value().strip().equals("*") || header.value().contains(etag))) {
        return true;
      }
    }
    return false;
  }
}
