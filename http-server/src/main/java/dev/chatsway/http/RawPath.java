package dev.chatsway.http;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import java.util.regex.Pattern;

/**
 * Checks the path of a request as it was sent. Akka HTTP resolves {@code .} and {@code ..} and decodes escapes before
 * routes match, so a proxy's rule for {@code /metrics} would not match {@code /./metrics} or {@code /%6detrics}.
 */
final class RawPath {

  /** A dot segment anywhere, or an escape in the first segment. */
  private static final Pattern DISGUISED = Pattern.compile(
      "/(?:\\.|%2e){1,2}(?:/.*)?|.*/(?:\\.|%2e){1,2}/.*|.*/(?:\\.|%2e){1,2}|/[^/]*%.*",
      Pattern.CASE_INSENSITIVE);

  private RawPath() {}

  /** Whether the path has neither. */
  static boolean isPlain(HttpRequest request) {
    return request
        .getHeader("Raw-Request-URI")
        .map(HttpHeader::value)
        .map(RawPath::isPlain)
        .orElse(true);
  }

  static boolean isPlain(String target) {
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    return !DISGUISED.matcher(path).matches();
  }
}
