package dev.chatsway.gateway.http;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What names one request, here and in the logs of whatever stands in front: the header {@code X-Request-Id} as it came, or one
 * made here where there is none, or none that may be logged. Routes find it among the request's headers; the answer has it too.
 */
final class RequestId {

  static final String HEADER = "X-Request-Id";

  private static final Pattern LOGGABLE = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Logger LOG = LoggerFactory.getLogger("chatsway.requests");

  private RequestId() {}

  /** The request with one. */
  static HttpRequest on(HttpRequest request) {
    boolean has = request
        .getHeader(HEADER)
        .filter(id -> LOGGABLE.matcher(id.value()).matches())
        .isPresent();
    return has ? request : request.removeHeader(HEADER).addHeader(RawHeader.create(HEADER, made()));
  }

  private static String made() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  /** That of a request that went through {@link #on}. */
  static String of(HttpRequest request) {
    return request.getHeader(HEADER).map(HttpHeader::value).orElse("");
  }

  /** The answer with the request's; says what was asked and answered, without secrets, where debug lines are wanted. */
  static HttpResponse answered(HttpRequest request, HttpResponse response, long since) {
    if (LOG.isDebugEnabled()) {
      String path = Audit.redacted(request.getUri().getPathString());
      long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - since);
      LOG.atDebug()
          .addKeyValue("request", of(request))
          .addKeyValue("method", request.method().value())
          .addKeyValue("path", path)
          .addKeyValue("status", response.status().intValue())
          .addKeyValue("micros", micros)
          .log("{} {}: {}", request.method().value(), path, response.status().intValue());
    }
    return response.addHeader(RawHeader.create(HEADER, of(request)));
  }
}
