package dev.chatsway.http;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import tools.jackson.databind.json.JsonMapper;

/** Responses that several routes use. None is cacheable unless stated. */
public final class JsonResponses {

  private static final JsonMapper JSON = JsonMapper.shared();

  private JsonResponses() {}

  /** 200 and JSON. */
  public static HttpResponse ok(Object body) {
    return json(StatusCodes.OK, body);
  }

  /** A status and JSON. */
  public static HttpResponse json(StatusCode status, Object body) {
    return HttpResponse.create()
        .withStatus(status)
        .withEntity(
            HttpEntities.create(ContentTypes.APPLICATION_JSON, JSON.writeValueAsBytes(body)))
        .addHeader(RawHeader.create("Cache-Control", "no-store"));
  }

  /** 204. */
  public static HttpResponse done() {
    return HttpResponse.create().withStatus(StatusCodes.NO_CONTENT);
  }

  /** 404 with the reason. */
  public static HttpResponse notFound(String what) {
    return Problem.of(StatusCodes.NOT_FOUND, what).response();
  }
}
