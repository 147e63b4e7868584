package dev.chatsway.gateway;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.extractUri;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.PathMatchers.segment;
import static akka.http.javadsl.server.PathMatchers.uuidSegment;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.Uri;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.Route;
import akka.util.ByteString;
import dev.chatsway.redis.session.Sessions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The overlay as one file for OBS's "local file": it starts even if the server is down when OBS starts. Styles, fonts
 * and modules of the page are inlined into its HTML; the modules' names are unique, so concatenated they form a single
 * module.
 */
final class OverlayFile {

  private static final Pattern STYLE =
      Pattern.compile("<link rel=\"stylesheet\" href=\"assets/([^\"]+)\" />");
  private static final Pattern SCRIPT =
      Pattern.compile("<script type=\"module\" src=\"assets/([^\"]+)\"></script>");
  private static final Pattern ICON = Pattern.compile("href=\"assets/([^\"]+\\.svg)\"");
  private static final Pattern FONT = Pattern.compile("url\\(\"([^\":]+\\.woff2)\"\\)");
  private static final Pattern IMPORT =
      Pattern.compile("^import (?:.* from )?\"\\./([^\"]+)\";\\n", Pattern.MULTILINE);
  private static final Pattern EXPORT = Pattern.compile("^export ", Pattern.MULTILINE);
  private static final String ADDRESS = "__ADDRESS__";

  private final Sessions sessions;
  private final Supplier<String> base;

  // shared by all downloads: many that nobody reads cost no more than one
  private final ByteString beforeAddress;
  private final ByteString afterAddress;

  /** Assembles the file; {@code base} is the start of the server's URLs. */
  OverlayFile(Sessions sessions, String build, Supplier<String> base) {
    this.sessions = sessions;
    this.base = base;
    String page = page(build);
    int address = page.indexOf(ADDRESS);
    this.beforeAddress = ByteString.fromString(page.substring(0, address));
    this.afterAddress = ByteString.fromString(page.substring(address + ADDRESS.length()));
  }

  /** {@code GET /overlay/{overlayId}/file?look…}: with the look built in. */
  Route routes() {
    return path(
        segment("overlay").slash(uuidSegment()).slash("file"),
        overlayId -> get(() -> extractUri(uri -> completeWithFuture(file(overlayId, uri)))));
  }

  private CompletionStage<HttpResponse> file(UUID overlayId, Uri asked) {
    return sessions
        .byOverlay(overlayId)
        .handle((found, redisIsAway) -> redisIsAway != null || found.isPresent()
            ? download(base.get() + "/overlay/" + overlayId
                + asked.rawQueryString().map(look -> "?" + look).orElse(""))
            : OverlayRoutes.noOverlay());
  }

  HttpResponse download(String address) {
    ByteString page =
        beforeAddress.concat(ByteString.fromString(escaped(address))).concat(afterAddress);
    return HttpResponse.create()
        .withEntity(HttpEntities.create(ContentTypes.TEXT_HTML_UTF8, page))
        .addHeader(RawHeader.create(
            "Content-Disposition", "attachment; filename=\"chatsway-overlay.html\""))
        .addHeader(RawHeader.create("Cache-Control", "no-store"))
        .addHeader(RawHeader.create("X-Content-Type-Options", "nosniff"));
  }

  private static String page(String build) {
    String html = text("index.html").replace("__BUILD__", build);
    html = replaced(ICON, html, name -> "href=\"" + dataUrl("image/svg+xml", name) + "\"");
    html = replaced(STYLE, html, name -> "<style>\n" + style(name) + "</style>");
    html =
        replaced(SCRIPT, html, name -> "<script type=\"module\">\n" + modules(name) + "</script>");
    return html.replaceFirst(
        "<title>", "<meta name=\"chatsway-overlay\" content=\"" + ADDRESS + "\" />\n    <title>");
  }

  private static String style(String name) {
    return replaced(FONT, text(name), font -> "url(\"" + dataUrl("font/woff2", font) + "\")");
  }

  /** A module and all that it imports, each once and before its importers. */
  private static String modules(String main) {
    var sources = new LinkedHashMap<String, String>();
    gather(main, sources);
    return String.join("\n", sources.values());
  }

  private static void gather(String name, Map<String, String> sources) {
    if (!sources.containsKey(name)) {
      String source = text(name);
      IMPORT.matcher(source).results().forEach(found -> gather(found.group(1), sources));
      sources.put(name, EXPORT.matcher(IMPORT.matcher(source).replaceAll("")).replaceAll(""));
    }
  }

  private static String replaced(Pattern pattern, String text, UnaryOperator<String> replacement) {
    return pattern
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(replacement.apply(found.group(1))));
  }

  private static String dataUrl(String type, String name) {
    return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes(name));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("\"", "&quot;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }

  private static String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String name) {
    try (InputStream in = OverlayFile.class.getResourceAsStream("overlay/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the overlay page names " + name + ", which is not there");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
