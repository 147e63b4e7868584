package dev.chatsway.ingest;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Refusals as RFC 9457 problem details; the type is {@code about:blank}, so the title is the status's (section 4.2.1). */
public final class Problem {

  private static final ContentType TYPE = ContentTypes.create(MediaTypes.customWithFixedCharset(
      "application", "problem+json", HttpCharsets.UTF_8, Map.of(), false));
  private static final JsonMapper JSON = JsonMapper.shared();

  private Problem() {}

  /** The answer to a request that was turned away; what may be tried again says when. */
  static HttpResponse of(Refusal refusal) {
    var rejection = refusal.rejection();
    var status = StatusCodes.get(rejection.status());
    var body = body(status, refusal.detail(), rejection.wire());
    if (!refusal.errors().isEmpty()) {
      body.set("errors", JSON.valueToTree(refusal.errors()));
    }
    var response = response(status, body);
    return switch (rejection) {
      case REDIS_UNAVAILABLE, KEY_UNAVAILABLE, NOT_CONFIGURED ->
        response.addHeader(RawHeader.create("Retry-After", "1"));
      case NO_TOKEN, UNKNOWN_TOKEN ->
        response.addHeader(RawHeader.create("WWW-Authenticate", "Bearer"));
      default -> response;
    };
  }

  /** The answer to a method that a path does not have (RFC 9110, section 15.5.6). */
  static HttpResponse methodNotAllowed(String allowed) {
    var status = StatusCodes.METHOD_NOT_ALLOWED;
    return response(status, body(status, "this path takes " + allowed, "method_not_allowed"))
        .addHeader(RawHeader.create("Allow", allowed));
  }

  /** The answer to whoever has not the admin token. */
  public static HttpResponse unauthorized(String detail) {
    return of(WebhookRejection.NO_TOKEN.because(detail));
  }

  /** The answer while Redis is away. */
  public static HttpResponse unavailable(String detail) {
    return of(WebhookRejection.REDIS_UNAVAILABLE.because(detail));
  }

  private static ObjectNode body(StatusCode status, String detail, String reason) {
    return JSON.createObjectNode()
        .put("type", "about:blank")
        .put("title", status.reason())
        .put("status", status.intValue())
        .put("detail", detail)
        .put("reason", reason);
  }

  private static HttpResponse response(StatusCode status, ObjectNode body) {
    return HttpResponse.create()
        .withStatus(status)
        .withEntity(HttpEntities.create(TYPE, JSON.writeValueAsBytes(body)));
  }
}
