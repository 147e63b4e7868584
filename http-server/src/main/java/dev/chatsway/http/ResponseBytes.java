package dev.chatsway.http;

import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.util.ByteString;
import java.nio.charset.StandardCharsets;

/** Responses as they go over the wire, for those that Akka HTTP does not write: the last one of their connection, or a 101. */
final class ResponseBytes {

  private ResponseBytes() {}

  /** A response with a strict entity; unless it switches protocols, it says that the connection closes. */
  static ByteString of(HttpResponse response) {
    var head = new StringBuilder(512)
        .append("HTTP/1.1 ")
        .append(response.status().intValue())
        .append(' ')
        .append(response.status().reason())
        .append("\r\n");
    for (HttpHeader header : response.getHeaders()) {
      if (!header.is("connection") || isSwitch(response)) {
        line(head, header.name(), header.value());
      }
    }
    if (isSwitch(response)) {
      return ByteString.fromString(head.append("\r\n").toString(), StandardCharsets.ISO_8859_1);
    }
    var entity = (HttpEntity.Strict) response.entity();
    line(head, "Content-Type", entity.getContentType().toString());
    line(head, "Content-Length", Integer.toString(entity.getData().size()));
    line(head, "Connection", "close");
    return ByteString.fromString(head.append("\r\n").toString(), StandardCharsets.ISO_8859_1)
        .concat(entity.getData());
  }

  private static void line(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  private static boolean isSwitch(HttpResponse response) {
    return response.status().equals(StatusCodes.SWITCHING_PROTOCOLS);
  }
}
