package dev.chatsway.http;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.extractWebSocketUpgrade;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.pathPrefix;
import static akka.http.javadsl.server.PathMatchers.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.Route;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import dev.chatsway.http.RawSocket.Response;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits small enough to be reached; each address is one that a proxy, this machine, says it saw. */
final class LimitsIT {

  private static final String TIGHT = """
      trusted-proxies = "127.0.0.1"
      limits {
        exempt = "9.9.9.9"
        sockets-per-address = 5
        requests { burst = 4, per-minute = 1 }
        handshakes { burst = 3, per-minute = 1 }
        failures { burst = 2, per-minute = 1 }
        session-requests { burst = 6, per-minute = 1 }
        session-handshakes { burst = 4, per-minute = 1 }
      }
      """;

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

  private TestServer server(String lines) {
    return new TestServer(
        TestServer.limits(100),
        TestServer.filter("", lines, metrics),
        concat(
            path("now", () -> complete("now")),
            path("guess", () -> complete(status(401))),
            path(
                segment("vote").slash("wrong"),
                () -> complete(GuessLimit.failed(HttpResponse.create().withEntity("")))),
            path(
                segment("vote").slash("marked"),
                () -> extractRequest(
                    request -> complete(String.valueOf(GuessLimit.isExhausted(request))))),
            pathPrefix("vote", () -> complete("counted")),
            pathPrefix("overlay", () -> complete("page")),
            TestServer.whoAsks(),
            pathPrefix("health", () -> complete("well")),
            path(segment("webhooks").slash("good"), () -> complete(status(204))),
            path(segment("webhooks").slash("forged"), () -> complete(status(403))),
            pathPrefix("ws", LimitsIT::webSocket)));
  }

  private static HttpResponse status(int status) {
    return HttpResponse.create().withStatus(StatusCodes.get(status));
  }

  private static Route webSocket() {
    return extractWebSocketUpgrade(upgrade -> complete(upgrade
        .handleMessagesWith(Flow.fromSinkAndSourceCoupled(Sink.cancelled(), Source.maybe()))
        .addAttribute(FrameSource.KEY, new TestFeed())));
  }

  private static Response get(TestServer server, String path, String from) {
    try (var socket = server.connect()) {
      return socket.request("GET", path, "X-Forwarded-For: " + from).response();
    }
  }

  private static int status(TestServer server, String path, String from) {
    return get(server, path, from).status();
  }

  private static RawSocket open(TestServer server, String path, String from) {
    return server.connect().handshake(path, "X-Forwarded-For: " + from);
  }

  private double limited(String limit) {
    return metrics
        .get("chatsway.requests.limited")
        .tag("limit", limit)
        .counter()
        .count();
  }

  @Test
  void anAddressThatAsksTooOftenIsToldWhenToComeBackAndOthersAreServed() {
    try (var server = server(TIGHT)) {
      for (int i = 0; i < 4; i++) {
        assertThat(status(server, "/now", "1.1.1.1")).isEqualTo(200);
      }

      Response refused = get(server, "/now", "1.1.1.1");

      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.headers()).containsEntry("content-type", "application/problem+json");
      assertThat(Integer.parseInt(refused.headers().get("retry-after"))).isBetween(1, 60);
      assertThat(refused.body()).contains("too many requests from your address");
      assertThat(limited("requests")).isEqualTo(1);
      assertThat(status(server, "/now", "1.1.1.2")).isEqualTo(200);
      assertThat(status(server, "/health/live", "1.1.1.1")).isEqualTo(200);
    }
  }

  @Test
  void aWholeIpv6NetworkIsOneAddress() {
    try (var server = server(TIGHT)) {
      for (int i = 0; i < 4; i++) {
        assertThat(status(server, "/now", "2a00:1:2:3::" + i)).isEqualTo(200);
      }
      assertThat(status(server, "/now", "2a00:1:2:3:ffff::1")).isEqualTo(429);
      assertThat(status(server, "/now", "2a00:1:2:4::1")).isEqualTo(200);
    }
  }

  @Test
  void aGoodWebhookCostsNothingAndIsTakenWhateverElseItsAddressHasDone() {
    try (var server = server(TIGHT)) {
      for (int i = 0; i < 20; i++) {
        assertThat(status(server, "/webhooks/good", "1.1.1.1")).isEqualTo(204);
      }
      assertThat(status(server, "/webhooks/forged", "1.1.1.1")).isEqualTo(403);
      assertThat(status(server, "/webhooks/forged", "1.1.1.1")).isEqualTo(403);

      assertThat(status(server, "/webhooks/forged", "1.1.1.1")).isEqualTo(429);
      assertThat(status(server, "/now", "1.1.1.1")).isEqualTo(429);
      assertThat(status(server, "/webhooks/good", "1.1.1.1")).isEqualTo(204);
      assertThat(limited("failures")).isEqualTo(2);
    }
  }

  @Test
  void whoGuessesTokensIsNotEvenHeardAfterAFewGuesses() {
    try (var server = server(TIGHT)) {
      assertThat(status(server, "/guess", "1.1.1.1")).isEqualTo(401);
      assertThat(status(server, "/guess", "1.1.1.1")).isEqualTo(401);

      assertThat(get(server, "/guess", "1.1.1.1").body()).contains("refused requests");
      assertThat(status(server, "/guess", "1.1.1.2")).isEqualTo(401);
    }
  }

  @Test
  void wrongLinkTokensCountAsGuessesAndTheirAddressIsMarked() {
    try (var server = server(TIGHT)) {
      assertThat(get(server, "/vote/marked", "1.1.1.1").body()).isEqualTo("false");
      assertThat(status(server, "/vote/wrong", "1.1.1.1")).isEqualTo(200);
      assertThat(status(server, "/vote/wrong", "1.1.1.1")).isEqualTo(200);

      assertThat(get(server, "/vote/marked", "1.1.1.1").body()).isEqualTo("true");
      assertThat(status(server, "/now", "1.1.1.1")).isEqualTo(429);
      assertThat(get(server, "/vote/marked", "1.1.1.2").body()).isEqualTo("false");
    }
  }

  @Test
  void aVoteByLinkBeyondTheLimitIsAnswered200AndNothingForChatAndIsNotCounted() {
    try (var server = server(TIGHT)) {
      for (int i = 0; i < 4; i++) {
        assertThat(get(server, "/vote/token", "1.1.1.1").body()).isEqualTo("counted");
      }

      Response silenced = get(server, "/vote/token", "1.1.1.1");

      assertThat(silenced.status()).isEqualTo(200);
      assertThat(silenced.body()).isEmpty();
      assertThat(limited("requests")).isEqualTo(1);
    }
  }

  @Test
  void aSessionThatIsAskedForFromEverywhereIsLimitedAndOthersAreServed() {
    try (var server = server(TIGHT)) {
      for (int i = 0; i < 6; i++) {
        assertThat(status(server, "/overlay/one", "1.1.2." + i)).isEqualTo(200);
      }
      assertThat(get(server, "/overlay/ONE", "1.1.2.7").body())
          .contains("requests to this session");
      assertThat(status(server, "/overlay/two", "1.1.2.8")).isEqualTo(200);
    }
  }

  @Test
  void handshakesHaveTheirOwnRateByAddressAndBySession() {
    try (var server = server(TIGHT)) {
      for (int i = 0; i < 3; i++) {
        try (var socket = open(server, "/ws/overlay/one", "1.1.1.1")) {
          assertThat(socket.response().status()).isEqualTo(101);
        }
      }
      try (var socket = open(server, "/ws/overlay/two", "1.1.1.1")) {
        assertThat(socket.response().body()).contains("new connections from your address");
      }
      try (var socket = open(server, "/ws/overlay/one", "1.1.1.2")) {
        assertThat(socket.response().status()).isEqualTo(101);
      }
      try (var socket = open(server, "/ws/overlay/one", "1.1.1.3")) {
        assertThat(socket.response().body()).contains("new connections to this session");
      }
      assertThat(status(server, "/now", "1.1.1.1")).isEqualTo(200);
    }
  }

  @Test
  void anAddressHasSoManySocketsAndAnotherOnceOneHasEnded() {
    try (var server = server(TIGHT + "limits.sockets-per-address = 2");
        var one = open(server, "/ws/overlay/a", "1.1.1.1");
        var two = open(server, "/ws/overlay/b", "1.1.1.1")) {
      assertThat(one.response().status()).isEqualTo(101);
      assertThat(two.response().status()).isEqualTo(101);
      try (var three = open(server, "/ws/overlay/c", "1.1.1.1")) {
        Response refused = three.response();
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers())
            .containsKey("retry-after")
            .containsEntry("connection", "close");
        assertThat(refused.body()).contains("too many connections from your address");
      }
      two.reset();

      await().atMost(Duration.ofSeconds(10)).until(() -> {
        try (var next = open(server, "/ws/overlay/c", "1.1.1.1")) {
          return next.response().status() == 101;
        }
      });
    }
  }

  @Test
  void connectionsOfAPeerThatIsNoProxyAreCountedWhenTheyCome() {
    try (var server = server("limits { exempt = \"\", sockets-per-address = 2 }");
        var one = server.connect();
        var two = server.connect()) {
      assertThat(one.request("GET", "/now").response().status()).isEqualTo(200);
      assertThat(two.request("GET", "/now").response().status()).isEqualTo(200);

      try (var three = server.connect()) {
        assertThat(three.request("GET", "/now").response().status()).isEqualTo(429);
        three.awaitEnd();
      }
    }
  }

  @Test
  void whatIsExemptIsNeverLimitedAndThatIsThisMachineByDefault() {
    try (var server = server("limits.requests { burst = 1, per-minute = 1 }");
        var socket = server.connect()) {
      for (int i = 0; i < 20; i++) {
        assertThat(socket.request("GET", "/now").response().status()).isEqualTo(200);
      }
    }
  }

  /** A client whose proxy passes its own X-Forwarded-For on could otherwise lift its limits. */
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.9", "9.9.9.9", "9.9.9.9, 127.0.0.1"})
  void anAddressThatAProxyReportsIsNeverExempt(String forwardedFor) {
    var exempt = TIGHT.replace("\"9.9.9.9\"", "\"9.9.9.9, 127.0.0.0/8\"");
    try (var server = server(exempt + "limits.sockets-per-address = 1");
        var proxy = server.connect()) {
      for (int i = 0; i < 20; i++) { // the proxy's own
        assertThat(proxy.request("GET", "/guess").response().status()).isEqualTo(401);
      }
      try (var one = open(server, "/ws/overlay/one", forwardedFor)) {
        assertThat(one.response().status()).isEqualTo(101); // before the next is sent
        try (var two = open(server, "/ws/overlay/one", forwardedFor)) {
          assertThat(two.response().status()).isEqualTo(429);
        }
      }
      assertThat(status(server, "/guess", forwardedFor)).isEqualTo(401);
      assertThat(status(server, "/guess", forwardedFor)).isEqualTo(401);
      assertThat(status(server, "/guess", forwardedFor)).isEqualTo(429);
    }
  }

  @Test
  void nobodyIsBelievedWhoIsNoNamedProxy() {
    try (var server = server("")) {
      assertThat(get(server, "/who", "1.1.1.1").body()).isEqualTo("127.0.0.1");
    }
    try (var server = server(TIGHT)) {
      assertThat(get(server, "/who", "6.6.6.6, 1.1.1.1").body()).isEqualTo("1.1.1.1");
      try (var socket = server.connect()) { // two of them are one list, in their order
        var response = socket
            .request("GET", "/who", "X-Forwarded-For: 6.6.6.6", "X-Forwarded-For: 1.1.1.1")
            .response();
        assertThat(response.body()).isEqualTo("1.1.1.1");
      }
    }
  }
}
