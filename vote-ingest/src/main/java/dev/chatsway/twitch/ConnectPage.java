package dev.chatsway.twitch;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/** The page at the end of an authorization: what happened, what it means, and what to do next. */
final class ConnectPage {

  /** A link under the words. */
  record Link(String words, String href) {}

  private static final String PAGE = read("connect.html");
  private static final String STYLE = read("connect.css");
  private static final List<RawHeader> HEADERS = List.of(
      RawHeader.create("Cache-Control", "no-store"),
      RawHeader.create("X-Content-Type-Options", "nosniff"),
      RawHeader.create("Referrer-Policy", "no-referrer"),
      RawHeader.create(
          "Content-Security-Policy",
          "default-src 'none'; style-src 'sha256-" + sha256(STYLE)
              + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"));

  private ConnectPage() {}

  /** A page with this status. External content is inserted as text, never as HTML. */
  static HttpResponse of(int status, String title, List<String> words, List<Link> links) {
    var paragraphs = new StringBuilder();
    words.forEach(each -> paragraphs.append("<p>").append(escaped(each)).append("</p>\n"));
    links.forEach(link -> paragraphs
        .append("<p><a href=\"")
        .append(escaped(link.href))
        .append("\">")
        .append(escaped(link.words))
        .append("</a></p>\n"));
    var html = PAGE.replace("{style}", STYLE)
        .replace("{title}", escaped(title))
        .replace("{words}", paragraphs);
    return HttpResponse.create()
        .withStatus(status)
        .withEntity(HttpEntities.create(ContentTypes.TEXT_HTML_UTF8, html))
        .addHeaders(List.copyOf(HEADERS));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;")
        .replace("{", "&#123;"); // or a name could be taken for a place of the page
  }

  private static String sha256(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String read(String name) {
    try (InputStream in = ConnectPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("there is no " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
