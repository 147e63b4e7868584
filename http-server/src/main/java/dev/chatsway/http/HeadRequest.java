package dev.chatsway.http;

import akka.http.javadsl.model.AttributeKey;
import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;

/**
 * Handles HEAD requests like GET, without the body (RFC 9110, section 9.3.2). Routes see GET; the one whose GET has an
 * effect calls {@link #is}. Akka HTTP omits the body, because it knows the original method.
 */
public final class HeadRequest {

  private static final AttributeKey<Boolean> KEY = AttributeKey.create("HEAD", Boolean.class);

  private HeadRequest() {}

  /** Whether a request that looks like GET was sent as HEAD. */
  public static boolean is(HttpRequest request) {
    return request.getAttribute(KEY).isPresent();
  }

  /** Turns a HEAD request into GET; a WebSocket handshake has to be GET and is left alone. */
  static HttpRequest asGet(HttpRequest request) {
    return request.method().equals(HttpMethods.HEAD)
            && request.getAttribute(AttributeKeys.webSocketUpgrade).isEmpty()
        ? request.withMethod(HttpMethods.GET).addAttribute(KEY, true)
        : request;
  }
}
