package dev.chatsway.http;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.pathPrefix;
import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.Route;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SecurityHeadersIT {

  private static final Route ROUTE = concat(
      path("now", () -> complete("now")),
      path(
          "page",
          () -> complete(HttpResponse.create()
              .addHeader(RawHeader.create("Content-Security-Policy", "default-src 'self'")))),
      pathPrefix("sse", () -> complete("stream")));

  private static TestServer server(String publicUrl, String lines) {
    return new TestServer(
        TestServer.limits(10),
        TestServer.filter(publicUrl, lines, new SimpleMeterRegistry()),
        ROUTE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/now", "/nothing-here"})
  void everyAnswerIsCarefulUnlessItKnowsBetter(String path) {
    try (var server = server("https://bar.example", "");
        var socket = server.connect()) {
      var headers = socket.request("GET", path).response().headers();

      assertThat(headers)
          .containsEntry("x-content-type-options", "nosniff")
          .containsEntry("referrer-policy", "no-referrer")
          .containsEntry("content-security-policy", "default-src 'none'; frame-ancestors 'none'")
          .containsEntry("strict-transport-security", "max-age=31536000");
      assertThat(socket.request("GET", "/page").response().headers())
          .containsEntry("content-security-policy", "default-src 'self'");
    }
  }

  @Test
  void onlyWhoComesByHttpsIsToldToStayThere() {
    try (var server = server("http://bar.example", "");
        var socket = server.connect()) {
      assertThat(socket.request("GET", "/now").response().headers())
          .doesNotContainKey("strict-transport-security");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Origin: https://good.example, 200",
    "Origin: https://GOOD.example, 200",
    "Origin: https://bar.example, 200",
    "Origin: http://test, 200",
    "Origin: null, 200",
    "Origin: https://evil.example, 403",
    "Origin: https://good.example.evil.example, 403",
    "X-None: 1, 200"
  })
  void withAListOfOriginsOnlyTheirPagesAndOursOpenStreams(String header, int status) {
    try (var server =
            server("https://bar.example/deep", "allowed-origins = \"https://good.example, null\"");
        var socket = server.connect()) {
      assertThat(socket.request("GET", "/sse/overlay/x", header).response().status())
          .isEqualTo(status);
      assertThat(socket.request("GET", "/%73se/overlay/x", header).response().status())
          .isEqualTo(404);
      assertThat(socket.request("GET", "/now", header).response().status()).isEqualTo(200);
    }
  }

  @Test
  void withAListOfOriginsOnlyTheirPagesAndOursFrameAPageThatSaysNothingOfIt() {
    try (var server = server("", "allowed-origins = \"https://good.example, null\"");
        var socket = server.connect()) {
      var page = socket.request("GET", "/page").response();

      assertThat(page.headers()) // the last of two, which both hold
          .containsEntry("content-security-policy", "frame-ancestors 'self' https://good.example");
    }
  }

  @Test
  void withoutAListEveryPageMay() {
    try (var server = server("", "");
        var socket = server.connect()) {
      assertThat(socket
              .request("GET", "/sse/overlay/x", "Origin: https://evil.example")
              .response()
              .status())
          .isEqualTo(200);
    }
  }
}
