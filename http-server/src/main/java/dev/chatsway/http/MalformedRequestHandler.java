package dev.chatsway.http;

import akka.event.LoggingAdapter;
import akka.http.ParsingErrorHandler;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.scaladsl.model.ErrorInfo;
import akka.http.scaladsl.model.StatusCode;
import akka.http.scaladsl.settings.ServerSettings;

/**
 * Answers what Akka HTTP refuses before any route sees it (400, 414, 431, 501, 505): as a problem document with the headers
 * of every other answer, and without a line of log for each, since anyone can send such requests by the thousand. Akka
 * creates it by the name in {@code akka.http.server.parsing.error-handler}.
 */
public final class MalformedRequestHandler extends ParsingErrorHandler {

  @Override
  public HttpResponse handle(
      StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
    // the detail may repeat what was sent, which may be chat or a token
    return SecurityHeaders.addTo(Problem.of(status, error.summary()).response())
        .addHeader(RawHeader.create(RequestId.HEADER, RequestId.generate()));
  }
}
