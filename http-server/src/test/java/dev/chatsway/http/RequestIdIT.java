package dev.chatsway.http;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.headerValueByName;
import static akka.http.javadsl.server.Directives.path;
import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.server.Route;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every request has a name, from whoever gave it one first. */
final class RequestIdIT {

  private static final String HEADER = "x-request-id";

  private static final Route ROUTE = concat(
      path("id", () -> headerValueByName("X-Request-Id", id -> complete(id))), path("fault", () -> {
        throw new IllegalStateException("a fault of a test");
      }));

  private static final TestServer SERVER =
      new TestServer(TestServer.limits(10), TestServer.filter(""), ROUTE);

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/id", "/nothing-here", "/fault"})
  void theIdThatCameIsTheAnswers(String path) {
    try (var socket = SERVER.connect()) {
      assertThat(socket
              .request("GET", path, "X-Request-Id: of.the-proxy_1")
              .response()
              .headers())
          .containsEntry(HEADER, "of.the-proxy_1");
    }
  }

  @Test
  void whereNoneCameOneIsMadeAndRoutesHaveItToo() {
    try (var socket = SERVER.connect()) {
      var first = socket.request("GET", "/id").response();
      var second = socket.request("GET", "/id").response();

      assertThat(first.headers().get(HEADER)).matches("[0-9a-f]{16}").isEqualTo(first.body());
      assertThat(second.headers().get(HEADER)).isNotEqualTo(first.body());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Anna said +1", "a,b", "{}", ""})
  void whatMayNotBeLoggedIsReplaced(String sent) {
    try (var socket = SERVER.connect()) {
      var answer = socket.request("GET", "/id", "X-Request-Id: " + sent).response();

      assertThat(answer.headers().get(HEADER)).matches("[0-9a-f]{16}").isEqualTo(answer.body());
    }
  }

  @Test
  void aLongOneIsReplaced() {
    try (var socket = SERVER.connect()) {
      var answer =
          socket.request("GET", "/id", "X-Request-Id: " + "a".repeat(65)).response();

      assertThat(answer.body()).matches("[0-9a-f]{16}");
    }
  }
}
