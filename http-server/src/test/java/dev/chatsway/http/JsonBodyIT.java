package dev.chatsway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class JsonBodyIT {

  private static final JsonBody BODY = new JsonBody(1_024, Duration.ofMillis(300));
  private static final TestServer SERVER = new TestServer(
      TestServer.limits(10),
      BODY.json(json -> CompletableFuture.completedFuture(JsonResponses.ok(json))));

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @Test
  void aBodyIsReadWhateverItsPieces() {
    try (var socket = SERVER.connect()) {
      socket.request("POST", "/", "Transfer-Encoding: chunked");
      socket.send("3\n{\"a\n4\n\":1}\n0\n\n");

      assertThat(socket.response().body()).isEqualTo("{\"a\":1}");
    }
  }

  @Test
  void anEmptyBodyIsAnObjectWithoutFields() {
    try (var socket = SERVER.connect()) {
      assertThat(socket.request("POST", "/").response().body()).isEqualTo("{}");
    }
  }

  @Test
  void aBodyThatDoesNotComeInTimeIsTheClientsFault() {
    try (var socket = SERVER.connect()) {
      socket.request("POST", "/", "Content-Length: 100").send("{");

      var response = socket.response();

      assertThat(response.status()).isEqualTo(408);
      assertThat(response.headers()).containsEntry("content-type", "application/problem+json");
      assertThat(response.body()).contains("body: not received within 300 ms");
    }
  }
}
