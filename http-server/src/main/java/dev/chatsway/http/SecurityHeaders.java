package dev.chatsway.http;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Adds security headers to every response that does not set its own. A page without a {@code frame-ancestors} policy,
 * such as the overlay, may be framed by any origin, or, if there is a list, by the listed origins and the server's own.
 */
final class SecurityHeaders {

  private static final String POLICY = "Content-Security-Policy";

  private static final List<HttpHeader> ALWAYS = List.of(
      RawHeader.create("X-Content-Type-Options", "nosniff"),
      RawHeader.create("Referrer-Policy", "no-referrer"),
      RawHeader.create(POLICY, "default-src 'none'; frame-ancestors 'none'"));

  private final List<HttpHeader> headers;
  private final Optional<HttpHeader> framing; // beside a page's own policy: both hold

  /** Includes {@code Strict-Transport-Security} (RFC 6797) if the public URL is https. */
  SecurityHeaders(String publicUrl, Set<String> allowedOrigins) {
    headers = new ArrayList<>(ALWAYS);
    if (publicUrl.startsWith("https:")) {
      headers.add(RawHeader.create("Strict-Transport-Security", "max-age=31536000"));
    }
    framing = allowedOrigins.isEmpty()
        ? Optional.empty()
        : Optional.of(RawHeader.create(
            POLICY,
            "frame-ancestors 'self' "
                + allowedOrigins.stream()
                    .filter(origin -> !origin.equals("null"))
                    .sorted()
                    .collect(Collectors.joining(" "))));
  }

  HttpResponse on(HttpResponse response) {
    if (response.status().equals(StatusCodes.SWITCHING_PROTOCOLS)) {
      return response;
    }
    List<HttpHeader> missing = new ArrayList<>(headers.size());
    for (HttpHeader header : headers) {
      if (response.getHeader(header.name()).isEmpty()) {
        missing.add(header);
      }
    }
    boolean saysNothingOfFrames = response
        .getHeader(POLICY)
        .filter(policy -> !policy.value().contains("frame-ancestors"))
        .isPresent();
    if (saysNothingOfFrames) {
      framing.ifPresent(missing::add);
    }
    return response.addHeaders(missing);
  }
}
