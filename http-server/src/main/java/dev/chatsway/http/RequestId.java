package dev.chatsway.http;

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
 * The id of a request, here and in the logs of proxies: the received header {@code X-Request-Id}, or a new id if it is
 * missing or must not be logged. Routes find it among the request's headers, and the response repeats it.
 */
public final class RequestId {

  static final String HEADER = "X-Request-Id";

  private static final Pattern LOGGABLE = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Logger LOG = LoggerFactory.getLogger("chatsway.requests");

  private RequestId() {}

  /** The received id, or a new one. */
  public static String of(HttpRequest sent) {
    return sent.getHeader(HEADER)
        .map(HttpHeader::value)
        .filter(id -> LOGGABLE.matcher(id).matches())
        .orElseGet(RequestId::generate);
  }

  /** A new id. */
  static String generate() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  /** A response with this id. */
  static HttpResponse on(HttpResponse response, String id) {
    return response.addHeader(RawHeader.create(HEADER, id));
  }

  /** The request with this id instead of the received one. */
  static HttpRequest on(HttpRequest sent, String id) {
    return sent.removeHeader(HEADER).addHeader(RawHeader.create(HEADER, id));
  }

  /** Adds the id to the response; logs request and response at debug level, without secrets. */
  static HttpResponse answered(HttpRequest request, String id, HttpResponse response, long since) {
    if (LOG.isDebugEnabled()) {
      String path = AuditLog.redacted(request.getUri().getPathString());
      long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - since);
      LOG.atDebug()
          .addKeyValue("request", id)
          .addKeyValue("method", request.method().value())
          .addKeyValue("path", path)
          .addKeyValue("status", response.status().intValue())
          .addKeyValue("micros", micros)
          .log("{} {}: {}", request.method().value(), path, response.status().intValue());
    }
    return on(response, id);
  }
}
