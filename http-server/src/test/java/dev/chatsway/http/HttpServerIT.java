package dev.chatsway.http;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.handleWebSocketMessages;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.PathMatchers.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HttpServerIT {

  private final CompletableFuture<HttpResponse> later = new CompletableFuture<>();

  private Route route() {
    return concat(
        path("now", () -> complete("now")),
        path("later", () -> completeWithFuture(later)),
        TestServer.whoAsks(),
        path("throws", () -> {
          throw new IllegalStateException("the secret reason");
        }),
        path(
            "socket",
            () -> handleWebSocketMessages(
                Flow.fromSinkAndSourceCoupled(Sink.ignore(), Source.maybe()))));
  }

  @Test
  void aPortThatIsInUseFailsTheBinding() {
    try (var server = new TestServer(TestServer.limits(10), route())) {
      var second = new HttpServer(
          server.actors.system(), TestServer.limits(10), TestServer.filter(""), route());

      assertThatThrownBy(
              () -> second.bind("127.0.0.1", server.port).toCompletableFuture().join())
          .isInstanceOf(CompletionException.class)
          .hasMessageContaining(String.valueOf(server.port));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'GET /now?%zz[ HTTP/1.1', 400",
    "'GET /now HTTP/3.7', 505",
    "'FROB /now HTTP/1.1', 501",
    "'GET http://[ HTTP/1.1', 400",
    "'GET /now', 505",
  })
  void whatCannotBeReadIsAProblemLikeAnyOther(String line, int status) {
    try (var server = new TestServer(TestServer.limits(10), route());
        var client = server.connect()) {
      client.send((line + "\r\nHost: a\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      var answer = client.response();
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.headers())
          .containsEntry("content-type", "application/problem+json")
          .containsEntry("x-content-type-options", "nosniff")
          .containsKey("x-request-id");
    }
  }

  @Test
  void aChunkedRequestOfHttp10IsFaulty() {
    try (var server = new TestServer(TestServer.limits(10), route());
        var client = server.connect()) {
      client.send("POST /now HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII));
      assertThat(client.response().status()).isEqualTo(400);
      client.awaitEnd();
    }
  }

  @Test
  void malformedRequestsCountAsFailuresOfTheirAddress() {
    var filter =
        TestServer.filter("limits { exempt = \"\", failures { burst = 3, per-minute = 1 } }");
    try (var server = new TestServer(TestServer.limits(10), filter, route())) {
      for (int i = 0; i < 4; i++) {
        try (var client = server.connect()) {
          client.send("GET /now HTTP/9.9\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          client.response();
        }
      }
      try (var client = server.connect()) {
        assertThat(client.request("GET", "/now").response().status()).isEqualTo(429);
      }
    }
  }

  @Test
  void headIsAnsweredLikeGetWithoutTheBody() {
    try (var server = new TestServer(TestServer.limits(10), route());
        var client = server.connect()) {
      var head = client.request("HEAD", "/now").headOnly();
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.headers()).containsEntry("content-type", "text/plain; charset=UTF-8");
      var get = client.request("GET", "/now").response();
      assertThat(get.body()).isEqualTo("now");
    }
  }

  @Test
  void whatAnswersGetAllowsHead() {
    try (var server =
            new TestServer(TestServer.limits(10), get(() -> path("now", () -> complete("now"))));
        var client = server.connect()) {
      var answer = client.request("PUT", "/now").response();
      assertThat(answer.status()).isEqualTo(405);
      assertThat(answer.headers()).containsEntry("allow", "GET, HEAD");
    }
  }

  @Test
  void aRequestOfHttp10NeedsNoHostAndOpensNoWebSocket() {
    try (var server = new TestServer(TestServer.limits(10), route())) {
      try (var client = server.connect()) {
        client.send("GET /now HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(client.response().body()).isEqualTo("now");
      }
      try (var client = server.connect()) {
        client.send(String.join(
                "\r\n",
                "GET /socket HTTP/1.0",
                "Host: a",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Version: 13",
                "\r\n")
            .getBytes(StandardCharsets.US_ASCII));
        assertThat(client.response().status()).isEqualTo(400);
      }
    }
  }

  @Test
  void aConnectionTooManyIsTold503AndClosedAndTakenOnceThereIsRoom() {
    try (var server = new TestServer(TestServer.limits(2), route());
        var one = server.connect()) {
      RawSocket two = server.connect();
      assertThat(one.request("GET", "/now").response().status()).isEqualTo(200);
      assertThat(two.request("GET", "/now").response().status()).isEqualTo(200);
      try (var three = server.connect()) {
        var refused = three.request("GET", "/now").response();

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.headers())
            .containsEntry("retry-after", "1")
            .containsEntry("connection", "close")
            .containsEntry("content-type", "application/problem+json");
        assertThat(refused.body()).contains("more than 2 connections");
        three.awaitEnd();
      }
      assertThat(one.request("GET", "/now").response().status()).isEqualTo(200);

      two.reset();

      await().atMost(Duration.ofSeconds(5)).until(() -> {
        try (var next = server.connect()) {
          return next.request("GET", "/now").response().status() == 200;
        }
      });
    }
  }

  @Test
  void aFullServerStillAnswersHealthChecksAndMetrics() {
    try (var server = new TestServer(
            TestServer.limits(1),
            concat(
                path("metrics", () -> complete("figures")),
                path(segment("health").slash("live"), () -> complete("live"))));
        var only = server.connect()) {
      assertThat(only.request("GET", "/metrics").response().status()).isEqualTo(200);
      for (var path : new String[] {"/health/live", "/metrics"}) {
        try (var watching = server.connect()) {
          assertThat(watching.request("GET", path).response().status()).isEqualTo(200);
        }
      }
      try (var other = server.connect()) {
        assertThat(other.request("GET", "/now").response().status()).isEqualTo(503);
      }
    }
  }

  @Test
  void aWebSocketIsAConnectionForAsLongAsItLasts() {
    try (var server = new TestServer(TestServer.limits(1), route());
        var socket = server.connect()) {
      assertThat(socket.handshake("/socket").response().status()).isEqualTo(101);

      try (var other = server.connect()) {
        assertThat(other.request("GET", "/now").response().status()).isEqualTo(503);
      }
    }
  }

  @Test
  void afterUnbindNobodyComesInAndFinishWaitsForTheRequestUnderWay() {
    try (var server = new TestServer(TestServer.limits(10), route());
        var socket = server.connect()) {
      socket.request("GET", "/later");
      assertThat(socket.isSilentFor(Duration.ofMillis(200))).isTrue();

      server.binding.unbind().toCompletableFuture().join();
      var finished = server.binding.finish().toCompletableFuture();

      assertThatThrownBy(server::connect).hasMessageContaining("refused");
      assertThat(finished).isNotDone();
      later.complete(HttpResponse.create().withEntity("late"));
      assertThat(finished).succeedsWithin(Duration.ofSeconds(5));
      assertThat(socket.response().body()).isEqualTo("late");
    }
  }

  @Test
  void whileItFinishesWhoIsUnderWayIsAnsweredAndWhoAsksAfterwardsIsSentElsewhere() {
    try (var server = new TestServer(TestServer.limits(10), route());
        var early = server.connect();
        var late = server.connect()) {
      assertThat(late.request("GET", "/now").response().status()).isEqualTo(200);
      early.request("GET", "/later");
      assertThat(early.isSilentFor(Duration.ofMillis(200))).isTrue();

      var finished = server.binding.finish().toCompletableFuture();

      var refused = late.request("GET", "/now").response();
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.headers())
          .containsEntry("retry-after", "1")
          .containsEntry("connection", "close");
      late.awaitEnd();
      assertThat(finished).isNotDone();
      later.complete(HttpResponse.create().withEntity("late"));
      assertThat(finished).succeedsWithin(Duration.ofSeconds(5));
      assertThat(early.response().body()).isEqualTo("late");
      early.awaitEnd();
    }
  }

  @Test
  void whoGoesBeforeItsAnswerHoldsUpNobody() {
    try (var server = new TestServer(TestServer.limits(10), route())) {
      try (var gone = server.connect()) {
        gone.request("GET", "/later");
        assertThat(gone.isSilentFor(Duration.ofMillis(200))).isTrue();
      }
      var finished = server.binding.finish().toCompletableFuture();
      later.complete(HttpResponse.create().withEntity("late"));

      assertThat(finished).succeedsWithin(Duration.ofSeconds(5));
    }
  }

  @Test
  void whereNothingIsUnderWayThereIsNothingToFinish() {
    try (var server = new TestServer(TestServer.limits(10), route());
        var socket = server.connect()) {
      socket.request("GET", "/now").response();
      assertThat(server.binding.finish().toCompletableFuture())
          .succeedsWithin(Duration.ofSeconds(5));
    }
  }

  @Test
  void whatIsOurOwnFaultIsAProblemThatSaysNothingOfItsReason() {
    try (var server = new TestServer(TestServer.limits(10), route());
        var socket = server.connect()) {
      var response = socket.request("GET", "/throws").response();

      assertThat(response.status()).isEqualTo(500);
      assertThat(response.headers()).containsEntry("content-type", "application/problem+json");
      assertThat(response.body()).contains("internal server error").doesNotContain("secret reason");
    }
  }

  @Test
  void aRouteIsToldWhoAsks() {
    try (var server = new TestServer(TestServer.limits(10), route());
        var socket = server.connect()) {
      assertThat(socket.request("GET", "/who").response().body()).isEqualTo("127.0.0.1");
    }
  }
}
