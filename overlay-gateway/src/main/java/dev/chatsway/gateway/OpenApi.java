package dev.chatsway.gateway;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * {@code GET /api/openapi.json}: the description of the whole HTTP interface, including the ingest's, whatever this
 * instance's roles.
 */
final class OpenApi {

  private static final String FILE = "openapi.json";

  private final HttpResponse description;

  OpenApi() {
    try (var in = Objects.requireNonNull(OpenApi.class.getResourceAsStream(FILE))) {
      description = HttpResponse.create()
          .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, in.readAllBytes()))
          .addHeader(RawHeader.create("Access-Control-Allow-Origin", "*"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Route routes() {
    return path(segment("api").slash(FILE), () -> get(() -> complete(description)));
  }
}
