package dev.chatsway.ingest;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;

/**
 * How a vote came in.
 *
 * @param platform the label in metrics
 * @param request what it came with
 */
record RequestOrigin(String platform, HttpRequest request) {

  private static final String HEADER = "X-Request-Id";

  /** What names the request in logs: the gateway has put it there, or a proxy before it; may be empty. Looked for when asked. */
  String id() {
    return request.getHeader(HEADER).map(HttpHeader::value).orElse("");
  }
}
