package dev.chatsway.ingest;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;

/**
 * How a vote came in.
 *
 * @param platform the label in metrics
 * @param request what names its request in logs: the gateway has put it there, or a proxy before it; may be empty
 */
record Via(String platform, String request) {

  private static final String HEADER = "X-Request-Id";

  static Via of(String platform, HttpRequest request) {
    return new Via(platform, request(request));
  }

  static String request(HttpRequest request) {
    return request.getHeader(HEADER).map(HttpHeader::value).orElse("");
  }
}
